import type { $ as ZxShell } from "zx/core";
import type { DefaultCallbacks, Helpers, KnownSettings, Variables } from "./generated/context.ts";

/** What a callback gets: the settings and variables, the helpers, the defaults, and a shell. */
export interface PlanContext<Dependency, RunDependency>
  extends KnownSettings,
    Variables,
    Helpers<Dependency, RunDependency>,
    DefaultCallbacks {
  /**
   * Runs a command in bash: zx's `$`, in the working directory and environment of the build.
   * Its output is shown as it comes and is in the result; with `.verbose(false)` standard output
   * is only in the result. A command that fails ends the callback.
   *
   * @example
   * await $`make -j${jobs} PREFIX=${pkg_prefix}`;
   * const revision = (await $`git rev-parse HEAD`.verbose(false)).stdout.trim();
   */
  readonly $: ZxShell;

  /**
   * The environment of the commands. What a callback sets here is there in the next ones.
   *
   * @example
   * env["CFLAGS"] = `${env["CFLAGS"]} -O3`;
   */
  readonly env: Record<string, string | undefined>;

  /** Changes the working directory, of this callback alone, as `cd` of bash does. */
  readonly cd: (folder: string) => void;
}
