/** Finds the dependencies, and lets the scaffolding have its say in which they are. */
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import type { Assignment } from "../../stdlib/protocol/messages.ts";
import { accept } from "../build/accept.ts";
import { refuseErrors } from "../build/loading.ts";
import { showPackages } from "../build/show-packages.ts";
import { absorb } from "../build/snapshot.ts";
import { assign, type Build, type Resolution } from "../build/state.ts";
import { holdPackages } from "../installed/holds.ts";
import { withLock } from "../installed/lock.ts";
import { standInFindings } from "../linkage/checks/dependencies.ts";
import { collect } from "../linkage/finding.ts";
import { withLevels } from "../linkage/levels.ts";
import type { Package } from "../store/package.ts";
import {
  type DependencyRequest,
  type ResolveContext,
  type ResolvedDependencies,
  resolveDependencies,
} from "../store/resolve.ts";
import { dependencySources } from "../store/sources.ts";
import { timed } from "./step.ts";

/**
 * Resolves the dependencies of a build and tells its hosts.
 *
 * @throws HabcError `dep-missing`, `dep-conflict`, `dep-broken`, `scaffolding-failed`.
 */
export function resolveBuild(build: Build): Promise<void> {
  return timed(build, "resolve", async () => {
    const scaffolding = build.settings.pkg_scaffolding || undefined;
    if (scaffolding !== undefined) {
      await resolveInto(build, { deps: [], buildDeps: [], scaffolding });
      await loadScaffolding(build, scaffolding);
    }
    await resolveInto(build, {
      deps: build.settings.pkg_deps ?? [],
      buildDeps: build.settings.pkg_build_deps ?? [],
      scaffolding,
    });
  });
}

/** Resolves to the very packages that an earlier resolution came to. */
export async function resolvePinned(build: Build, resolution: Resolution): Promise<void> {
  const { request, resolved } = resolution;
  const pinned = (ident: string) => resolved[ident] ?? ident;
  await resolveInto(build, {
    deps: request.deps.map(pinned),
    buildDeps: request.buildDeps.map(pinned),
    scaffolding: request.scaffolding && pinned(request.scaffolding),
  });
  build.resolution = resolution;
}

/** @returns What each identifier comes to now, in full. */
export async function resolvedNow(
  build: Build,
  request: DependencyRequest,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  await resolveDependencies(request, {
    ...resolveContext(build),
    resolved: (wanted, { name }) => {
      found[wanted] = name;
    },
  });
  return found;
}

async function resolveInto(build: Build, request: DependencyRequest): Promise<void> {
  const resolved: Record<string, string> = {};
  build.dependencies = await heldDependencies(build, request, (wanted, found) => {
    resolved[wanted] = found.name;
  });
  build.resolution = { request, resolved };
  refuseStandIns(build);
  await showPackages(build.studio, build.dependencies.allTdeps);
  const { deps, buildDeps, tdeps, buildTdeps, allDeps, allTdeps } = build.dependencies;
  assign(build, [
    paths("pkg_deps_resolved", deps),
    paths("pkg_build_deps_resolved", buildDeps),
    paths("pkg_tdeps_resolved", tdeps),
    paths("pkg_build_tdeps_resolved", buildTdeps),
    paths("pkg_all_deps_resolved", allDeps),
    paths("pkg_all_tdeps_resolved", allTdeps),
  ]);
}

/** Where they are an error of the finished package, no phase need run before that is told. */
function refuseStandIns({ dependencies, request }: Build): void {
  refuseErrors(withLevels(collect(standInFindings(dependencies.allTdeps)), request.lint));
}

/** From here on until the build ends nobody uninstalls them. */
async function heldDependencies(
  build: Build,
  request: DependencyRequest,
  resolved: (wanted: string, found: Package) => void,
): Promise<ResolvedDependencies> {
  const { events } = build.request;
  const context: ResolveContext = {
    ...resolveContext(build),
    resolved(wanted, found) {
      resolved(wanted, found);
      events({ type: "dependency", wanted, resolved: found.name });
    },
  };
  const wanted = [request.scaffolding, ...request.deps, ...request.buildDeps].filter(Boolean);
  if (wanted.length === 0 && build.base.packages.length === 0) {
    return await resolveDependencies(request, context);
  }
  const { packages } = build.locations;
  const text = "waiting for another process that works on the package store";
  const waiting = () => events({ type: "line", level: "info", text });
  await mkdir(packages, { recursive: true });
  return await withLock(packages, { kind: "shared", waiting }, async () => {
    const found = await resolveDependencies(request, context);
    const former = build.hold;
    const used = [...found.allDeps, ...found.allTdeps, ...build.base.packages];
    build.hold = await holdPackages(packages, build.identity.ident, used);
    await former?.();
    return found;
  });
}

function paths(name: string, packages: readonly Package[]): Assignment {
  return { kind: "list", name, value: packages.map(({ path }) => path) };
}

/** Where a build's dependencies come from. */
export function resolveContext(build: Build): ResolveContext {
  const { request, locations } = build;
  return {
    ...dependencySources({
      locations,
      target: build.target,
      environment: request.environment,
      plan: request.plan.context,
      choice: request.choice,
    }),
  };
}

async function loadScaffolding(build: Build, scaffolding: string): Promise<void> {
  const { shell } = build.hosts;
  const [found] = build.dependencies.buildDeps;
  const library = "lib/scaffolding.sh";
  if (found === undefined || !existsSync(join(found.hostPath, library))) {
    throw new HabcError("scaffolding-failed", `${scaffolding} has no ${library}`, {
      hint: "pkg_scaffolding names a scaffolding package; other dependencies belong in pkg_build_deps",
    });
  }
  const file = `${found.path}/${library}`;
  build.request.events({ type: "line", level: "info", text: `Loading Scaffolding ${file}` });
  const loaded = await build.ask(shell, ["load", file]);
  if (loaded.kind !== "done" || loaded.status !== 0) {
    throw new HabcError("scaffolding-failed", `${file} could not be loaded`);
  }
  absorb(build, loaded.state);
  // Only a scaffolding that has it defines it; running what is not there does nothing.
  accept(build, {
    host: shell,
    callback: "resolve",
    outcome: await build.ask(shell, ["run", "scaffolding_load", ""]),
  });
}
