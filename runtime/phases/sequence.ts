/** The order of a build. */
import { type CallbackName, HabcError } from "../../compiler/ir/index.ts";
import { unsetVersion } from "../../stdlib/unset-version.ts";
import type { BuildResult } from "../build/request.ts";
import type { Build } from "../build/state.ts";
import { makeArtifact } from "./artifact.ts";
import { callFunction, runCallback } from "./callback.ts";
import { setBuildFlags, setPath, setUpEnvironment } from "./environment.ts";
import { resolveBuild } from "./resolve.ts";
import { signingKey } from "./signing-key.ts";

/**
 * Runs all phases of a loaded plan.
 *
 * @returns What was made.
 * @throws HabcError for whatever did not go well.
 */
export async function runPhases(build: Build): Promise<BuildResult> {
  const key = await signingKey(build);
  await runCallback(build, "do_begin");
  await resolveBuild(build);
  await setUpEnvironment(build);
  setPath(build);
  await runEach(build, ["do_before", "do_download", "do_verify", "do_clean", "do_unpack"]);
  await setBuildFlags(build);
  await shellStep(build, "__habc_fix_libtool");
  fixVersion(build);
  await runEach(build, ["do_prepare", "do_build"]);
  if (build.functions.has("do_check") && build.request.environment["DO_CHECK"]) {
    await runCallback(build, "do_check");
  }
  await shellStep(build, "__habc_make_prefix");
  await runEach(build, [
    "do_install",
    "do_build_config",
    "do_build_service",
    "do_strip",
    "do_after",
  ]);
  const result = await makeArtifact(build, { key });
  await runCallback(build, "do_end");
  return result;
}

async function runEach(build: Build, names: readonly CallbackName[]): Promise<void> {
  for (const name of names) await runCallback(build, name);
}

/** A step of habc's own that must see what the plan's shell sees. */
async function shellStep(build: Build, name: string): Promise<void> {
  const { shell: host } = build.hosts;
  await callFunction(build, { host, name, cwd: "", step: "do_prepare" });
}

/** From here on the version is part of paths that are in use. */
function fixVersion(build: Build): void {
  if (build.identity.version === unsetVersion) {
    throw new HabcError(
      "version-not-set",
      "the plan did not call update_pkg_version before do_prepare",
      {
        hint: "call update_pkg_version in do_before, or in the first callback that can know the version",
      },
    );
  }
  build.versionFixed = true;
}
