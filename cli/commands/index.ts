/** The code of all commands, loaded when a command is used. */
import type { CommandSpec, Run } from "../command.ts";
import type { CommandName, commandSpecs } from "./specs.ts";

type Loaders = {
  readonly [Name in CommandName]: () => Promise<{ readonly run: Run<(typeof commandSpecs)[Name]> }>;
};

const loaders: Loaders = {
  init: () => import("./init.ts"),
  build: () => import("./build.ts"),
  compile: () => import("./compile.ts"),
  check: () => import("./check.ts"),
  graph: () => import("./graph.ts"),
  lock: () => import("./lock.ts"),
  migrate: () => import("./migrate.ts"),
  types: () => import("./types.ts"),
  "studio new": () => import("./studio/new.ts"),
  "studio enter": () => import("./studio/enter.ts"),
  "studio run": () => import("./studio/run.ts"),
  "studio build": () => import("./studio/build.ts"),
  "studio list": () => import("./studio/list.ts"),
  "studio rm": () => import("./studio/rm.ts"),
  "studio version": () => import("./studio/version.ts"),
  "pkg install": () => import("./pkg/install.ts"),
  "pkg uninstall": () => import("./pkg/uninstall.ts"),
  "pkg list": () => import("./pkg/list.ts"),
  "pkg path": () => import("./pkg/path.ts"),
  "pkg deps": () => import("./pkg/deps.ts"),
  "pkg provides": () => import("./pkg/provides.ts"),
  "pkg env": () => import("./pkg/env.ts"),
  "pkg exec": () => import("./pkg/exec.ts"),
  "pkg binds": () => import("./pkg/binds.ts"),
  "pkg config": () => import("./pkg/config.ts"),
  "pkg binlink": () => import("./pkg/binlink.ts"),
  "pkg host": () => import("./pkg/host.ts"),
  "pkg sbom": () => import("./pkg/sbom.ts"),
  "pkg export tar": () => import("./pkg/export-tar.ts"),
  "pkg export oci": () => import("./pkg/export-oci.ts"),
  "pkg info": () => import("./pkg/info.ts"),
  "pkg verify": () => import("./pkg/verify.ts"),
  "pkg hash": () => import("./pkg/hash.ts"),
  "pkg sign": () => import("./pkg/sign.ts"),
  "pkg header": () => import("./pkg/header.ts"),
  "pkg check": () => import("./pkg/check.ts"),
  "pkg diff": () => import("./pkg/diff.ts"),
  "origin key generate": () => import("./origin-key/generate.ts"),
  "origin key import": () => import("./origin-key/import.ts"),
  "origin key export": () => import("./origin-key/export.ts"),
  "origin key list": () => import("./origin-key/list.ts"),
  explain: () => import("./explain.ts"),
  help: () => import("./help.ts"),
  completion: () => import("./completion.ts"),
};

/** @returns What carries a command out. */
export async function loadCommand(name: CommandName): Promise<Run<CommandSpec>> {
  // The parser builds an invocation from the declaration of its command, so the types agree.
  return (await loaders[name]()).run as unknown as Run<CommandSpec>;
}
