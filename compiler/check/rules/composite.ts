/** The services of a composite, where the run or the store knows them. */
import type { Diagnostic } from "../../ir/index.ts";
import { finding, type Rule, type RuleContext } from "../context.ts";
import { itemSpan } from "../setting-spans.ts";
import { exportsOf } from "./binds.ts";

export const compositeRule: Rule = (context) => {
  const { settings } = context.ir;
  if (settings.pkg_type !== "composite") return [];
  const { pkg_services: services = [], pkg_bind_map: bindMap = {} } = settings;
  return [
    ...services
      .filter((service) => context.packages.find(service)?.isService === false)
      .map((service) =>
        finding("composite-not-a-service", {
          message: `${service} is not a service`,
          hint: "it has no run hook and no pkg_svc_run; leave it out of pkg_services",
          spans: [itemSpan(context, "pkg_services", service)],
        }),
      ),
    ...Object.entries(bindMap).flatMap(([consumer, text]) =>
      text
        .trim()
        .split(/\s+/)
        .flatMap((pair) => judge(context, { consumer, pair, text })),
    ),
  ];
};

/** @param mapping One `bind:origin/producer` of a consumer. */
function judge(
  context: RuleContext,
  {
    consumer,
    pair,
    text,
  }: { readonly consumer: string; readonly pair: string; readonly text: string },
): Diagnostic[] {
  const colon = pair.indexOf(":");
  const bind = pair.slice(0, colon);
  const producer = pair.slice(colon + 1);
  const binds = context.packages.find(consumer)?.binds;
  const spans = [itemSpan(context, "pkg_bind_map", text)];
  const needed = binds?.get(bind);
  if (binds !== undefined && needed === undefined) {
    const names = [...binds.keys()].join(", ");
    return [
      finding("composite-bind", {
        message: `pkg_bind_map: ${consumer} has no bind ${bind}`,
        hint: names === "" ? "it has no binds at all" : `it has ${names}`,
        spans,
      }),
    ];
  }
  const giving = context.packages.find(producer);
  if (needed === undefined || giving?.exports === undefined) return [];
  const { exports } = giving;
  return needed
    .split(/\s+/)
    .filter((key) => key !== "" && !exports.includes(key))
    .map((key) =>
      finding("composite-bind", {
        message: `pkg_bind_map: ${consumer} needs ${key} of ${bind}, which ${producer} does not export`,
        hint: exportsOf(giving),
        spans,
      }),
    );
}
