/** Resolves the dependencies of a plan to installed packages. */
import { refuseConflicts } from "./conflict.ts";
import { unique, withTransitive } from "./dependency-order.ts";
import type { DependencySource, Found } from "./dependency-source.ts";
import { formatIdent, type PackageIdent, parseIdent } from "./ident.ts";
import { type Missing, missingDependencies, type Surroundings } from "./missing.ts";
import type { Package } from "./package.ts";

/** What a plan asks for, as identifiers of two to four parts. */
export interface DependencyRequest {
  /** `pkg_deps`. */
  readonly deps: readonly string[];
  /** `pkg_build_deps`, without what the scaffolding brings along. */
  readonly buildDeps: readonly string[];
  /** `pkg_scaffolding`. */
  readonly scaffolding?: string | undefined;
}

/** Where to look, and who wants to know. */
export interface ResolveContext {
  /** Asked in order. */
  readonly sources: readonly DependencySource[];
  /** What a message about a missing dependency may point at. */
  readonly surroundings: Surroundings;
  /** Told what each identifier of the request came to. */
  readonly resolved?: (wanted: string, found: Package) => void;
}

/** The dependencies of a build, each package once in each list. */
export interface ResolvedDependencies {
  /** The direct run dependencies, in declared order: `DEPS`. */
  readonly deps: readonly Package[];
  /** The scaffolding, its direct run dependencies, the direct build dependencies: `BUILD_DEPS`. */
  readonly buildDeps: readonly Package[];
  /** The run dependencies and all that they run with: `TDEPS`. */
  readonly tdeps: readonly Package[];
  /** The build dependencies and all that they run with: `BUILD_TDEPS`. */
  readonly buildTdeps: readonly Package[];
  /** `buildDeps`, then `deps`. */
  readonly allDeps: readonly Package[];
  /** Everything, what the plan itself names first: the order of `PATH`. */
  readonly allTdeps: readonly Package[];
}

/**
 * Resolves every identifier to the newest release of the first source that has one, and
 * installs what is not installed once all of it is found.
 *
 * What a scaffolding brings along is a direct build dependency (`pkg_path_for` and the
 * compiler flags reach it), but on the `PATH` it comes behind everything the plan names.
 *
 * @throws HabcError `ident-invalid`, `dep-missing` (the others that are missing as `others`),
 * `dep-broken`, `dep-conflict`, or the refusal of a source.
 */
export async function resolveDependencies(
  request: DependencyRequest,
  context: ResolveContext,
): Promise<ResolvedDependencies> {
  const { scaffolding } = request;
  const asked = [...(scaffolding ? [scaffolding] : []), ...request.buildDeps, ...request.deps];
  const installed = await installClosure(asked, context);

  const scaffold = scaffolding ? installed.asked(scaffolding) : undefined;
  const brought = scaffold?.deps().map((ident) => installed.exact(formatIdent(ident))) ?? [];
  const named = unique([
    ...(scaffold ? [scaffold] : []),
    ...request.buildDeps.map(installed.asked),
  ]);
  const buildDeps = unique([...(scaffold ? [scaffold] : []), ...brought, ...named]);
  const deps = unique(request.deps.map(installed.asked));
  const tdeps = withTransitive(deps, installed.exact);
  const buildTdeps = withTransitive(buildDeps, installed.exact);
  refuseConflicts(deps, tdeps);
  return {
    deps,
    buildDeps,
    tdeps,
    buildTdeps,
    allDeps: [...buildDeps, ...deps],
    allTdeps: unique([...named, ...deps, ...buildTdeps, ...tdeps]),
  };
}

/**
 * Resolves identifiers alone, such as those of `pkg_services`.
 *
 * @returns The packages in the order of the identifiers.
 * @throws HabcError as `resolveDependencies`.
 */
export async function resolvePackages(
  idents: readonly string[],
  context: ResolveContext,
): Promise<readonly Package[]> {
  return idents.map((await installClosure(idents, context)).asked);
}

/** Packages that are installed now, by what was asked for and by full identifier. */
interface Installed {
  asked(ident: string): Package;
  exact(ident: string): Package;
}

async function installClosure(
  asked: readonly string[],
  context: ResolveContext,
): Promise<Installed> {
  const wanted = new Map(asked.map((text) => [text, parseIdent(text)]));
  const closure = await findClosure(wanted, context);
  const packages = new Map<string, Package>();
  // Prerequisites stand behind what needs them and are installed first, so that what an
  // interrupted build leaves in the store is complete.
  for (const found of [...closure.values()].reverse()) {
    const name = formatIdent(found.ident);
    if (!packages.has(name)) packages.set(name, await found.install());
  }
  const installed: Installed = {
    asked: (text) => installed.exact(formatIdent(existing(closure, text).ident)),
    exact: (text) => existing(packages, text),
  };
  for (const text of wanted.keys()) context.resolved?.(text, installed.asked(text));
  return installed;
}

/** What was asked for under its own text, and the transitive dependencies under their idents. */
async function findClosure(
  wanted: ReadonlyMap<string, PackageIdent>,
  context: ResolveContext,
): Promise<Map<string, Found>> {
  const closure = new Map<string, Found>();
  const missing: Missing[] = [];
  for (const [text, ident] of wanted) {
    const found = await findFirst(ident, context.sources);
    if (found === undefined) missing.push({ ident });
    else closure.set(text, found);
  }
  for (const direct of [...closure.values()]) {
    for (const ident of direct.tdeps()) {
      const name = formatIdent(ident);
      if (missing.some((known) => formatIdent(known.ident) === name)) continue;
      const found = closure.get(name) ?? (await findFirst(ident, context.sources));
      if (found === undefined) {
        missing.push({ ident, neededBy: direct.ident });
      } else {
        // To the end, behind everything that needs it.
        closure.delete(name);
        closure.set(name, found);
      }
    }
  }
  if (missing.length > 0) {
    throw await missingDependencies(missing, context.sources, context.surroundings);
  }
  return closure;
}

async function findFirst(
  ident: PackageIdent,
  sources: readonly DependencySource[],
): Promise<Found | undefined> {
  for (const source of sources) {
    const found = await source.find(ident);
    if (found !== undefined) return found;
  }
  return undefined;
}

function existing<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`${key} is not in the resolved set`);
  return value;
}
