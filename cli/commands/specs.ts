/**
 * The declarations of all commands, by what is typed, in the order of the help. The code of each
 * is loaded through commands/index.ts when the command is used.
 */
import type { CommandSpec } from "../command.ts";
import { buildSpec } from "./build.spec.ts";
import { checkSpec } from "./check.spec.ts";
import { compileSpec } from "./compile.spec.ts";
import { completionSpec } from "./completion.spec.ts";
import { explainSpec } from "./explain.spec.ts";
import { graphSpec } from "./graph.spec.ts";
import { helpSpec } from "./help.spec.ts";
import { initSpec } from "./init.spec.ts";
import { lockSpec } from "./lock.spec.ts";
import { migrateSpec } from "./migrate.spec.ts";
import { keyExportSpec, keyGenerateSpec, keyImportSpec, keyListSpec } from "./origin-key.spec.ts";
import {
  pkgCheckSpec,
  pkgDiffSpec,
  pkgHashSpec,
  pkgHeaderSpec,
  pkgInfoSpec,
  pkgSbomSpec,
  pkgSignSpec,
  pkgVerifySpec,
} from "./pkg.spec.ts";
import { pkgExportOciSpec, pkgExportTarSpec } from "./pkg-export.spec.ts";
import {
  pkgBindsSpec,
  pkgBinlinkSpec,
  pkgConfigSpec,
  pkgDepsSpec,
  pkgEnvSpec,
  pkgExecSpec,
  pkgHostSpec,
  pkgInstallSpec,
  pkgListSpec,
  pkgPathSpec,
  pkgProvidesSpec,
  pkgUninstallSpec,
} from "./pkg-store.spec.ts";
import {
  studioBuildSpec,
  studioEnterSpec,
  studioListSpec,
  studioNewSpec,
  studioRmSpec,
  studioRunSpec,
  studioVersionSpec,
} from "./studio.spec.ts";
import { typesSpec } from "./types.spec.ts";

/** The commands that do something. */
export const commandSpecs = {
  init: initSpec,
  build: buildSpec,
  compile: compileSpec,
  check: checkSpec,
  graph: graphSpec,
  lock: lockSpec,
  migrate: migrateSpec,
  types: typesSpec,
  "studio new": studioNewSpec,
  "studio enter": studioEnterSpec,
  "studio run": studioRunSpec,
  "studio build": studioBuildSpec,
  "studio list": studioListSpec,
  "studio rm": studioRmSpec,
  "studio version": studioVersionSpec,
  "pkg install": pkgInstallSpec,
  "pkg uninstall": pkgUninstallSpec,
  "pkg list": pkgListSpec,
  "pkg path": pkgPathSpec,
  "pkg deps": pkgDepsSpec,
  "pkg provides": pkgProvidesSpec,
  "pkg env": pkgEnvSpec,
  "pkg exec": pkgExecSpec,
  "pkg binds": pkgBindsSpec,
  "pkg config": pkgConfigSpec,
  "pkg binlink": pkgBinlinkSpec,
  "pkg host": pkgHostSpec,
  "pkg sbom": pkgSbomSpec,
  "pkg export tar": pkgExportTarSpec,
  "pkg export oci": pkgExportOciSpec,
  "pkg info": pkgInfoSpec,
  "pkg verify": pkgVerifySpec,
  "pkg hash": pkgHashSpec,
  "pkg sign": pkgSignSpec,
  "pkg header": pkgHeaderSpec,
  "pkg check": pkgCheckSpec,
  "pkg diff": pkgDiffSpec,
  "origin key generate": keyGenerateSpec,
  "origin key import": keyImportSpec,
  "origin key export": keyExportSpec,
  "origin key list": keyListSpec,
  explain: explainSpec,
  help: helpSpec,
  completion: completionSpec,
} as const satisfies Readonly<Record<string, CommandSpec>>;

/** The name of a command. */
export type CommandName = keyof typeof commandSpecs;

/** Names and declarations, for those who go through all. */
export const allCommands = Object.entries(commandSpecs) as (readonly [CommandName, CommandSpec])[];

/** The groups that commands are in, and what each is for. */
export const groups: Readonly<Record<string, string>> = {
  pkg: "Install packages and use them; look into package files, verify and sign them",
  "pkg export": "Turn packages into archives and container images",
  studio: "Work in the studio of a source tree, which lasts between builds",
  origin: "Make, carry and list the signing keys of origins",
  "origin key": "Make, carry and list the signing keys of origins",
};
