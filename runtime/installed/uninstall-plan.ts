/** Decides what an uninstallation takes away. */
import { HabcError } from "../../compiler/ir/index.ts";
import { type PackageIdent, satisfies } from "../store/ident.ts";
import type { Package } from "../store/package.ts";
import { dependenciesOf, dependents } from "./relations.ts";

/** How many dependents a message names. */
const named = 5;

/** What is to go, and what is to stay. */
export interface PlanRequest {
  readonly targets: readonly Package[];
  /** Everything that is installed. */
  readonly packages: readonly Package[];
  /** Stay, whatever else goes: each may stand for several releases. */
  readonly excluded: readonly PackageIdent[];
  /** What running builds use, and which build that is: identifiers, by identifier. */
  readonly held: ReadonlyMap<string, string>;
  /** Whether dependencies that nothing else needs go too. */
  readonly withDependencies: boolean;
}

/** What goes and what stays. */
export interface UninstallPlan {
  /** In the order in which they go: nothing that stays ever misses a dependency. */
  readonly removed: readonly Package[];
  readonly kept: readonly { readonly package: Package; readonly why: string }[];
}

/**
 * @throws HabcError `package-needed` where something that stays runs with a target, or a build uses it.
 */
export function planUninstall(request: PlanRequest): UninstallPlan {
  const { packages, excluded, held, withDependencies } = request;
  const kept = new Map<string, { readonly package: Package; readonly why: string }>();
  const removed = new Map<string, Package>();
  const isExcluded = (found: Package) => excluded.some((each) => satisfies(found.ident, each));
  const stays = (found: Package) => !removed.has(found.name);
  const needing = dependents(packages, { transitive: true });

  const targets = request.targets.filter((target) => {
    if (isExcluded(target)) kept.set(target.name, { package: target, why: "it is excluded" });
    return !isExcluded(target);
  });
  for (const target of targets) removed.set(target.name, target);
  for (const target of targets) {
    const staying = needing(target.name).filter(stays);
    // The one to begin with is needed by nothing itself.
    const first = staying.find(({ name }) => needing(name).length === 0) ?? staying[0];
    if (first !== undefined) throw stillNeeded(target, { staying, first });
    const builder = held.get(target.name);
    if (builder !== undefined) throw inUse(target, builder);
  }
  const order = dependentsFirst(targets);
  const byName = new Map(packages.map((found) => [found.name, found]));
  const candidates = new Set(order.flatMap((t) => dependenciesOf(t, { transitive: true })));
  const wanted = withDependencies ? [...candidates].flatMap((name) => byName.get(name) ?? []) : [];
  const goes = [...order];
  // What goes may be the last one to need another: until nothing more does.
  for (let before = -1; before !== goes.length; ) {
    before = goes.length;
    for (const found of wanted.filter(stays)) {
      const first = needing(found.name).find(stays);
      const builder = held.get(found.name);
      if (isExcluded(found)) kept.set(found.name, { package: found, why: "it is excluded" });
      else if (first) kept.set(found.name, { package: found, why: `${first.name} needs it` });
      else if (builder)
        kept.set(found.name, { package: found, why: `${builder} is built with it` });
      else {
        kept.delete(found.name);
        removed.set(found.name, found);
        goes.push(found);
      }
    }
  }
  return { removed: goes, kept: [...kept.values()] };
}

function dependentsFirst(packages: readonly Package[]): Package[] {
  const left = [...packages];
  const ordered: Package[] = [];
  while (left.length > 0) {
    const needing = dependents(left, { transitive: true });
    const at = left.findIndex((found) => needing(found.name).length === 0);
    // Damaged packages may need each other in a circle.
    ordered.push(...left.splice(Math.max(at, 0), 1));
  }
  return ordered;
}

function stillNeeded(
  target: Package,
  { staying, first }: { readonly staying: readonly Package[]; readonly first: Package },
): HabcError {
  const names = staying.slice(0, named).map(({ name }) => name);
  const more = staying.length - names.length;
  const list = [...names, ...(more > 0 ? [`${more} more`] : [])];
  const verb = staying.length === 1 ? "needs" : "need";
  return new HabcError("package-needed", `${target.name} stays: ${list.join(", ")} ${verb} it`, {
    hint: `uninstall first: habc pkg uninstall ${first.name}`,
  });
}

function inUse({ name }: Package, builder: string): HabcError {
  return new HabcError("package-needed", `${name} stays: ${builder} is being built with it`, {
    hint: "uninstall it when the build has ended",
  });
}
