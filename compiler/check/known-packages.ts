import type { PlanIR } from "../ir/index.ts";

/** What another plan, or an installed package, says of itself. Undefined: that is not known. */
export interface KnownPackage {
  /** Where it is known from, for messages: the path of its plan, or its full identifier. */
  readonly from: string;
  /** The names that it exports. */
  readonly exports: readonly string[] | undefined;
  /** What it needs of each bind, optional or not: names with spaces between. */
  readonly binds: ReadonlyMap<string, string> | undefined;
  readonly isService: boolean | undefined;
  /** Its direct run dependencies. */
  readonly deps: readonly string[] | undefined;
}

/** The packages that a run knows: its own plans, then the store. */
export interface KnownPackages {
  /** @param ident `origin/name`, and perhaps a version and release. */
  find(ident: string): KnownPackage | undefined;
  /** The plans of the run that make a package of this name, whatever their origin. */
  named(name: string): readonly KnownPackage[];
}

/** A plan that was read. */
interface ReadPlan {
  readonly ir: PlanIR;
  /** It has a file for the hook `run`. */
  readonly hasRunHook: boolean;
}

/**
 * @param plans The plans of the run.
 * @param installed Looks into the package store.
 */
export function knownPackages(
  plans: readonly ReadPlan[],
  installed: (ident: string) => KnownPackage | undefined = () => undefined,
): KnownPackages {
  const byIdent = new Map<string, KnownPackage>();
  const byName = new Map<string, KnownPackage[]>();
  for (const plan of plans) {
    const { pkg_name: name, pkg_origin: origin } = plan.ir.settings;
    if (name === undefined) continue;
    const known = describe(plan);
    byName.set(name, [...(byName.get(name) ?? []), known]);
    const ident = `${origin}/${name}`;
    const other = byIdent.get(ident);
    if (origin) byIdent.set(ident, other === undefined ? known : either(other, known));
  }
  return {
    find: (ident) => byIdent.get(ident.split("/").slice(0, 2).join("/")) ?? installed(ident),
    named: (name) => byName.get(name) ?? [],
  };
}

/** One of two plans for different platforms: whatever one of them has, the package may have. */
function either(a: KnownPackage, b: KnownPackage): KnownPackage {
  return {
    from: a.from,
    exports: a.exports && b.exports && [...a.exports, ...b.exports],
    binds: a.binds && b.binds && new Map([...a.binds, ...b.binds]),
    isService: a.isService === b.isService ? a.isService : undefined,
    deps: a.deps && b.deps && [...a.deps, ...b.deps],
  };
}

function describe({ ir, hasRunHook }: ReadPlan): KnownPackage {
  const { settings, dynamic } = ir;
  const known = <Value>(names: readonly (keyof typeof dynamic)[], value: Value) =>
    names.some((name) => dynamic[name] !== undefined) ? undefined : value;
  const binds = Object.entries({ ...settings.pkg_binds, ...settings.pkg_binds_optional });
  const runs = hasRunHook || Boolean(settings.pkg_svc_run);
  // Scaffolding can bring a run hook, and callbacks can write one.
  const mayRun = settings.pkg_scaffolding || Object.hasOwn(ir.callbacks, "do_build_service");
  return {
    from: ir.plan.file,
    exports: known(["pkg_exports"], Object.keys(settings.pkg_exports ?? {})),
    binds: known(["pkg_binds", "pkg_binds_optional"], new Map(binds)),
    isService: runs ? true : mayRun ? undefined : known(["pkg_svc_run", "pkg_scaffolding"], false),
    deps: known(["pkg_deps"], settings.pkg_deps ?? []),
  };
}
