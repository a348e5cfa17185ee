/** Checks what a composite plan says of its services. */
import type { Diagnostic, PlanIR } from "../ir/index.ts";
import { type Places, wholeSetting } from "./places.ts";

/** Findings that need no package: how many services there are, and who is bound to whom. */
export function checkComposite(ir: PlanIR, places: Places = wholeSetting(ir)): Diagnostic[] {
  if (ir.settings.pkg_type !== "composite") return [];
  const { pkg_services: services = [], pkg_bind_map: bindMap = {} } = ir.settings;
  const found: Diagnostic[] = [];
  if (services.length < 2 && ir.dynamic.pkg_services === undefined) {
    found.push({
      code: "composite-services",
      severity: "error",
      message: `pkg_services lists ${services.length === 0 ? "no service" : "only one service"}`,
      hint: "list two services or more; a package of one service needs no composite",
      spans: ir.spans.pkg_services ?? [],
    });
  }
  const strangers = Object.entries(bindMap)
    .flatMap(([consumer, text]) => [consumer, ...producersOf(text)])
    .filter((service) => !services.includes(service));
  for (const service of new Set(strangers)) {
    found.push({
      code: "composite-bind",
      severity: "error",
      message: `pkg_bind_map names ${service}, which pkg_services does not have`,
      hint: "both ends of a bind are services of the composite, written the same way",
      spans: places("pkg_bind_map", service),
    });
  }
  return found;
}

/** The producers in `bind:origin/service …`. */
function producersOf(text: string): string[] {
  return text
    .trim()
    .split(/\s+/)
    .map((pair) => pair.slice(pair.indexOf(":") + 1));
}
