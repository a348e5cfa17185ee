/** What a plan says that it needs, and which plans of a tree may give it. */
import type { Diagnostic, Dynamic, PlanIR, SettingName, Settings } from "../ir/index.ts";

/** The settings that name packages which must be there before a plan is built. */
export const needSettings = [
  "pkg_deps",
  "pkg_build_deps",
  "pkg_scaffolding",
  "pkg_services",
] as const satisfies readonly SettingName[];

/** A dependency as a plan writes it. */
export interface Need {
  readonly setting: (typeof needSettings)[number];
  /** `origin/name`, with a version and a release where the plan states them. */
  readonly ident: string;
}

/** A plan that gives a package. */
export interface Provider {
  readonly id: string;
  readonly version?: string;
}

/** The dependencies among the settings that are known. */
export function needsOf(settings: Settings): Need[] {
  return needSettings.flatMap((setting) => {
    const idents = [settings[setting] ?? []].flat();
    return idents.filter((ident) => ident !== "").map((ident) => ({ setting, ident }));
  });
}

/**
 * The plans that may give what an identifier asks for. One whose version only running it shows
 * may give any version. What asks for one release asks for a package that exists already.
 *
 * @param providers By `origin/name`.
 */
export function providersOf(
  ident: string,
  providers: ReadonlyMap<string, readonly Provider[]>,
): string[] {
  const [origin, name, version, release] = ident.split("/");
  if (release !== undefined) return [];
  return (providers.get(`${origin}/${name}`) ?? [])
    .filter((one) => version === undefined || (one.version ?? version) === version)
    .map(({ id }) => id);
}

/**
 * Says which settings that the graph is made of only running the plan would show: one finding for
 * each cause, as one command often decides several.
 */
export function unknownNeeds({ dynamic }: PlanIR): Diagnostic[] {
  const causes = new Map<string, { names: string[]; cause: Dynamic }>();
  for (const name of ["pkg_name", "pkg_origin", ...needSettings] as const) {
    const cause = dynamic[name];
    if (cause === undefined) continue;
    const key = JSON.stringify([cause.reason, cause.span]);
    const known = causes.get(key);
    if (known === undefined) causes.set(key, { names: [name], cause });
    else known.names.push(name);
  }
  return [...causes.values()].map(({ names, cause }) => ({
    code: "graph-incomplete",
    severity: "warning",
    message: `${names.join(", ")} cannot be known without running the plan: it ${cause.reason}`,
    spans: [cause.span],
  }));
}
