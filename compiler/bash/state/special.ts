import { isAmbientVariable } from "../../ir/ambient-variables.ts";
import type { Shell } from "../shell.ts";
import { scalar, unknownValue, type Value } from "./value.ts";

/** Variables that bash itself computes whenever they are read. */
const computed = new Set(
  (
    "BASH BASHOPTS BASHPID BASH_ALIASES BASH_ARGC BASH_ARGV BASH_ARGV0 BASH_CMDS BASH_COMMAND BASH_LINENO " +
    "BASH_MONOSECONDS BASH_SUBSHELL BASH_VERSINFO BASH_VERSION COMP_WORDBREAKS DIRSTACK EPOCHREALTIME " +
    "EPOCHSECONDS EUID GROUPS HISTCMD HOSTNAME HOSTTYPE LINENO MACHTYPE OLDPWD OPTERR OPTIND OSTYPE PIPESTATUS " +
    "PPID PS4 RANDOM SECONDS SHELLOPTS SHLVL SRANDOM UID _"
  ).split(" "),
);

/**
 * What a variable holds that bash or the machine sets; nothing for any other name.
 *
 * @param present whether the plan, or the environment given, has set it
 */
export function specialValue(shell: Shell, name: string, present: boolean): Value | undefined {
  const { here: span } = shell;
  if (name === "PWD" && !present) {
    const { directory } = shell.state;
    return typeof directory === "string"
      ? scalar(directory)
      : unknownValue(directory.cause, "scalar");
  }
  if (name === "BASH_SOURCE" || name === "FUNCNAME") {
    return unknownValue({
      reason: `reads all of \`${name}\`, which begins with the builder`,
      span,
    });
  }
  if (computed.has(name) && (!present || name !== "OPTIND")) {
    return unknownValue({ reason: `reads \`${name}\`, which bash computes`, span }, "scalar");
  }
  if (!present && isAmbientVariable(name)) {
    shell.recorder.reads.add(name);
    return unknownValue(
      { reason: `reads \`${name}\`, which differs between machines`, span },
      "scalar",
    );
  }
  return undefined;
}

/** One element of `BASH_SOURCE` or `FUNCNAME`, as far as it does not depend on the builder. */
export function callElement(shell: Shell, name: string, index: number): string | undefined {
  const call = shell.calls[index];
  return name === "BASH_SOURCE" ? call?.file : call?.name;
}
