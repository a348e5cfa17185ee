/** Binds, against each other and against the services that they lead to. */

import type { Diagnostic } from "../../ir/index.ts";
import { exportName } from "../../ir/rules.ts";
import { finding, type Rule, type RuleContext } from "../context.ts";
import type { KnownPackage } from "../known-packages.ts";
import { itemSpan } from "../setting-spans.ts";

export const bindsRule: Rule = (context) => {
  const { pkg_binds: required = {}, pkg_binds_optional: optional = {} } = context.ir.settings;
  return [
    ...Object.keys(required)
      .filter((name) => Object.hasOwn(optional, name))
      .map((name) =>
        finding("bind-duplicate", {
          message: `${name} is in pkg_binds and in pkg_binds_optional`,
          spans: [
            itemSpan(context, "pkg_binds_optional", name),
            { ...itemSpan(context, "pkg_binds", name), label: "required here" },
          ],
        }),
      ),
    ...Object.entries(required).flatMap((bind) => judge(context, "pkg_binds", bind)),
    ...Object.entries(optional).flatMap((bind) => judge(context, "pkg_binds_optional", bind)),
  ];
};

const plainName = new RegExp(exportName.pattern, "u");

function judge(
  context: RuleContext,
  setting: "pkg_binds" | "pkg_binds_optional",
  [name, value]: readonly [string, string],
): Diagnostic[] {
  const keys = value.trim().split(/\s+/).filter(Boolean);
  const span = itemSpan(context, setting, value);
  const odd = keys.find((key) => !plainName.test(key) || /[,;:]/.test(key));
  if (odd !== undefined) {
    return [
      finding("bind-keys-invalid", {
        message: `the bind ${name} asks for ${JSON.stringify(odd)}`,
        hint: "list the names of exports with spaces between them",
        spans: [span],
      }),
    ];
  }
  // Any service may be bound; the one that has the name of the bind is the likely one.
  const [producer, ...others] = context.packages.named(name);
  if (producer === undefined || others.length > 0) return [];
  return missing(producer, keys).map((key) =>
    finding("bind-export-unknown", {
      severity: "info",
      message: `the bind ${name} asks for ${key}, which ${producer.from} does not export`,
      hint: exportsOf(producer),
      spans: [span],
    }),
  );
}

function missing({ exports }: KnownPackage, keys: readonly string[]): string[] {
  return exports === undefined ? [] : keys.filter((key) => !exports.includes(key));
}

/** What a package exports, for a hint. */
export function exportsOf({ exports = [] }: KnownPackage): string {
  return exports.length === 0 ? "it exports nothing" : `it exports ${exports.join(", ")}`;
}
