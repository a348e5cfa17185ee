/** The order of a build. */
import { HabcError, type PhaseName, phaseNames } from "../../compiler/ir/index.ts";
import { unsetVersion } from "../../stdlib/unset-version.ts";
import type { BuildResult } from "../build/request.ts";
import type { Build } from "../build/state.ts";
import { makeArtifact } from "./artifact.ts";
import { callFunction, runCallback } from "./callback.ts";
import { setBuildFlags, setPath, setUpEnvironment } from "./environment.ts";
import { resolveBuild } from "./resolve.ts";
import { signingKey } from "./signing-key.ts";

/** What of habc's own belongs to a phase. */
interface Phase {
  /** Runs before its callback. */
  readonly before?: (build: Build) => Promise<void> | void;
  /** Runs instead of its callback. */
  readonly run?: (build: Build) => Promise<void>;
  /** Whether there is such a phase in this build; absent: always. */
  readonly when?: (build: Build) => boolean;
}

const phases: Readonly<Partial<Record<PhaseName, Phase>>> = {
  do_setup_environment: { before: resolveBuild, run: setUpEnvironment },
  do_before: { before: setPath },
  do_prepare: { before: prepareFlags },
  do_check: {
    when: ({ functions, request }) =>
      functions.has("do_check") && Boolean(request.environment["DO_CHECK"]),
  },
  do_install: { before: (build) => shellStep(build, "__habc_make_prefix") },
};

/**
 * Runs the phases of a loaded plan that its pace asks for.
 *
 * @returns What was made; undefined where the build stops before that.
 * @throws HabcError for whatever did not go well.
 */
export async function runPhases(build: Build): Promise<BuildResult | undefined> {
  const key = await signingKey(build);
  let result: BuildResult | undefined;
  for (const name of phaseNames) {
    const { before, run = (build) => runCallback(build, name), when }: Phase = phases[name] ?? {};
    if (when?.(build) === false) continue;
    const how = await build.pace.begin(name);
    if (how === "stop") break;
    if (how === "skip") continue;
    if (name === "do_end") result = await makeArtifact(build, { key });
    await before?.(build);
    await run(build);
  }
  return result;
}

async function prepareFlags(build: Build): Promise<void> {
  await setBuildFlags(build);
  await shellStep(build, "__habc_fix_libtool");
  fixVersion(build);
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
