/** Sets up the environment in which the phases run: variables, `PATH`, build flags. */
import type { Assignment } from "../../stdlib/protocol/messages.ts";
import { absorb } from "../build/snapshot.ts";
import { assign, type Build } from "../build/state.ts";
import { exportedVariables, type Layers, layerDependencies } from "../environment/layers.ts";
import { layerContext } from "../helpers/environment.ts";
import { buildFlags } from "../store/flags.ts";
import type { Package } from "../store/package.ts";
import { buildPath } from "../store/paths.ts";
import { callFunction, runCallback } from "./callback.ts";

/** Layers the dependencies' environments, lets the plan add its own, and exports all of it. */
export async function setUpEnvironment(build: Build): Promise<void> {
  layer(build, build.runtime, build.dependencies.deps);
  layer(build, build.buildtime, build.dependencies.buildDeps);
  await runCallback(build, "do_setup_environment");
  const inherited = (name: string) => build.variables.get(name) ?? build.environment[name];
  tell(build, exportedVariables(build, inherited, layerContext(build)));
}

function layer(build: Build, layers: Layers, dependencies: readonly Package[]): void {
  const environments = dependencies.map((found) => ({
    ident: found.name,
    variables: found.pairs("RUNTIME_ENVIRONMENT"),
  }));
  layerDependencies(layers, environments, layerContext(build));
}

/** Puts the programs of the package and its dependencies in front of the base toolchain's. */
export function setPath(build: Build): void {
  const own = belowPrefix(build, build.settings.pkg_bin_dirs);
  const initial = build.environment["PATH"] ?? "";
  const path = buildPath(own, build.dependencies.allTdeps, initial);
  tell(build, new Map([["PATH", path]]));
}

/** Sets `CFLAGS` and its kin, `PREFIX`, and makes the folder that the source is built in. */
export async function setBuildFlags(build: Build): Promise<void> {
  const flags = buildFlags({
    libDirs: belowPrefix(build, build.settings.pkg_lib_dirs),
    deps: build.dependencies.deps,
    allDeps: build.dependencies.allDeps,
    current: Object.fromEntries(build.variables),
  });
  const exported = new Map([["PREFIX", build.identity.prefix], ...Object.entries(flags)]);
  tell(build, exported);
  for (const [name, value] of exported) {
    build.request.events({ type: "line", level: "info", text: `Setting ${name}=${value}` });
  }
  await callFunction(build, {
    host: build.hosts.shell,
    name: "__habc_make_cache_path",
    cwd: "",
    step: "do_prepare",
  });
}

/** Folders of the package, as paths. */
export function belowPrefix(build: Build, folders: readonly string[] = []): string[] {
  return folders.map((folder) => `${build.identity.prefix}/${folder}`);
}

function tell(build: Build, variables: ReadonlyMap<string, string>): void {
  const assignments = [...variables].map(
    ([name, value]): Assignment => ({ kind: "export", name, value }),
  );
  assign(build, assignments);
  absorb(build, assignments);
}
