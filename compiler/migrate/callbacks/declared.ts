/** Which packages a callback may ask for by the types of a plan.ts. */
import type { Reading } from "../reading/reading.ts";

/** Whether a plan declares a package under this name, or a longer one. */
export function isDeclared({ ir }: Reading, query: string, lists: "all" | "run"): boolean {
  const { pkg_deps: run = [], pkg_build_deps: build = [] } = ir.settings;
  const declared = lists === "all" ? [...toList(build), ...toList(run)] : toList(run);
  return declared.some((ident) => queriesOf(ident).includes(query));
}

function toList(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

/** The ways in which a plan.ts may ask for a declared package. */
function queriesOf(ident: string): string[] {
  const [origin, name, version, release] = ident.split("/");
  const base = [`${origin}/${name}`, `${name}`];
  if (version === undefined) return base;
  const exact = [`${origin}/${name}/${version}`, `${name}/${version}`, ...base];
  if (release === undefined) return exact;
  return [ident, `${name}/${version}/${release}`, ...exact];
}
