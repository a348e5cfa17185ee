/** Which dependencies a plan declares, for those who ask for the path of one. */
import type { PlanIR, SettingName } from "../ir/index.ts";
import type { Script } from "./plan-text.ts";
import { literalText } from "./script/facts.ts";

/** The identifiers that a plan declares; undefined where they cannot all be known. */
export interface Declared {
  readonly run: readonly string[];
  readonly build: readonly string[];
}

/**
 * Everything that the plan may put into its lists, on any way through it: what a bootstrap
 * build alone adds counts too.
 *
 * @returns Undefined where scaffolding, or something that is not known, may add more.
 */
export function declaredDependencies(ir: PlanIR, scripts: readonly Script[]): Declared | undefined {
  const { settings, dynamic } = ir;
  const unknown: SettingName[] = ["pkg_deps", "pkg_build_deps", "pkg_scaffolding"];
  if (settings.pkg_scaffolding || unknown.some((name) => dynamic[name] !== undefined)) {
    return undefined;
  }
  const run = [...(settings.pkg_deps ?? [])];
  const build = [...(settings.pkg_build_deps ?? [])];
  for (const { writes } of scripts) {
    for (const { name, items, definedAt } of writes) {
      const list = name === "pkg_deps" ? run : name === "pkg_build_deps" ? build : undefined;
      if (list === undefined) continue;
      for (const word of items) {
        const text = literalText(word);
        if (text !== undefined) list.push(...text.split(/\s+/));
        else if (definedAt !== undefined) return undefined;
      }
    }
  }
  return { run, build };
}

/**
 * Whether `pkg_path_for` could find one of the dependencies by a query: an identifier, or part of
 * one between slashes. A pattern, or a version, may fit any.
 *
 * @param queries The identifiers that are declared.
 */
export function mayFind(declared: readonly string[], query: string): boolean {
  if (!/^[\w./+-]+$/.test(query)) return true;
  const wanted = query.split("/");
  return declared.some((ident) => {
    const parts = ident.split("/");
    return [0, 1].some((offset) =>
      wanted.every((part, at) => {
        const has = parts[offset + at];
        return has === undefined ? offset + at >= 2 : has === part;
      }),
    );
  });
}
