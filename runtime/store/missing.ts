/** Says what would provide a dependency that no source has. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, HabcError } from "../../compiler/ir/index.ts";
import { closestNames } from "./closest.ts";
import type { DependencySource } from "./dependency-source.ts";
import { type FullIdent, formatIdent, type PackageIdent } from "./ident.ts";
import type { InstalledStore } from "./installed.ts";
import type { Package } from "./package.ts";

/** A dependency that no source has. */
export interface Missing {
  readonly ident: PackageIdent;
  /** The direct dependency that runs with it; absent where the plan itself names it. */
  readonly neededBy?: FullIdent;
}

/** What lies around a build, to point at. */
export interface Surroundings {
  readonly store: InstalledStore;
  /** The folder into which a missing `.hart` can be put; absent where none would be taken. */
  readonly results?: string | undefined;
  /** Folders whose subfolders may hold the plans of dependencies. */
  readonly planFolders?: readonly string[] | undefined;
}

/** @returns HabcError `dep-missing` for the first, with the others as `others`. */
export async function missingDependencies(
  missing: readonly Missing[],
  sources: readonly DependencySource[],
  surroundings: Surroundings,
): Promise<HabcError> {
  const { hostPackages, standInOrigin } = await import("../installed/host/catalogue.ts");
  const isOfHost = ({ origin, name, version }: PackageIdent) =>
    origin === standInOrigin && version === undefined && hostPackages.has(name);
  const [first, ...others] = missing.map((one) =>
    describe(one, sources, { ...surroundings, isOfHost }),
  );
  return new HabcError("dep-missing", first?.message ?? "a dependency is missing", {
    ...(first?.hint === undefined ? {} : { hint: first.hint }),
    others,
  });
}

function describe(
  { ident, neededBy }: Missing,
  sources: readonly DependencySource[],
  surroundings: Surroundings & { readonly isOfHost: (ident: PackageIdent) => boolean },
): Diagnostic {
  const name = formatIdent(ident);
  const who = neededBy === undefined ? name : `${name}, which ${formatIdent(neededBy)} runs with,`;
  const elsewhere = sources.flatMap(({ where }) => where ?? []);
  const nor = elsewhere.length === 0 ? "" : `, nor is ${elsewhere.join(", nor is ")}`;
  return {
    code: "dep-missing",
    severity: "error",
    message: `${who} is not installed${nor}`,
    hint: [
      remedy(ident, surroundings),
      surroundings.isOfHost(ident) ? `\`habc pkg host ${name}\` has the host stand in` : undefined,
      suggestion(ident, surroundings.store),
    ]
      .filter((part) => part !== undefined)
      .join("; "),
    spans: [],
  };
}

function remedy(ident: PackageIdent, { planFolders = [], results }: Surroundings): string {
  const { origin, name, version = "VERSION", release = "RELEASE" } = ident;
  const plan = planFolders.map((folder) => join(folder, name)).find(holdsPlan);
  const build = plan === undefined ? "build its plan first" : `build it first: habc build ${plan}`;
  if (results === undefined) return `${build}, or install it (NO_INSTALL_DEPS is set)`;
  return `${build}, or put ${origin}-${name}-${version}-${release}-TARGET.hart into ${results}`;
}

function suggestion(ident: PackageIdent, store: InstalledStore): string | undefined {
  const { origin, name } = ident;
  const releases = installedReleases(store, { origin, name });
  if (releases.length > 0) return `installed: ${releases.map((found) => found.name).join(", ")}`;
  const close = closestNames(`${origin}/${name}`, store.names());
  return close.length === 0 ? undefined : `did you mean ${close.join(" or ")}?`;
}

/** A damaged release is not worth a suggestion, nor the matter here. */
function installedReleases(store: InstalledStore, ident: PackageIdent): readonly Package[] {
  try {
    return store.all(ident).slice(0, 3);
  } catch {
    return [];
  }
}

/** The places of a plan are those of plan discovery; only whether there is one counts here. */
function holdsPlan(folder: string): boolean {
  return ["plan.ts", "plan.sh", "habitat/plan.ts", "habitat/plan.sh"].some((file) =>
    existsSync(join(folder, file)),
  );
}
