/**
 * The environment of the processes inside passes through process 1, a bash that is still
 * privileged. What bash or the dynamic loader would act on must not: it is set by env(1) after
 * the rights are gone.
 */

import { bytesOfValue, holdsBytes } from "../build/byte-values.ts";

/** Names that bash gives a meaning of their own, or that change what a program loads. */
const delicate = new RegExp(
  `^(${[
    "_",
    "BASH.*",
    "CDPATH|CHILD_MAX|COLUMNS|COMP_.*|COPROC",
    "DIRSTACK|ENV|EPOCH.*|EUID|EXECIGNORE",
    "FIGNORE|FUNC.*|GCONV_PATH|GETCONF_DIR|GLIBC_TUNABLES|GLOBIGNORE|GROUPS",
    "HIST.*|HOSTNAME|HOSTTYPE|IFS|IGNOREEOF|INPUTRC",
    "LD_.*|LINENO|LINES|LOCPATH|MACHTYPE|MAIL.*|MALLOC_.*|MAPFILE|NLSPATH",
    "OLDPWD|OPTARG|OPTERR|OPTIND|OSTYPE",
    "PIPESTATUS|POSIXLY_CORRECT|PPID|PROMPT_.*|PS[0-4]|PWD",
    "RANDOM|READLINE_.*|REPLY|SECONDS|SHELL|SHELLOPTS|SHLVL|SRANDOM",
    "TIMEFORMAT|TMOUT|TMPDIR|UID",
    "habc_.*",
    // No name of a shell variable at all.
    "[^A-Za-z_].*|.*[^A-Za-z0-9_].*",
  ].join("|")})$`,
  "s",
);

/** What comes before the name of a variable whose value init.bash has to expand. */
const byteNames = "habc_bytes_";

/** For `printf %b` of bash: Node.js can hand over UTF-8 alone. */
function escaped(value: string): string {
  return [...bytesOfValue(value)].map((byte) => `\\0${byte.toString(8)}`).join("");
}

/** An environment in its two parts. */
export interface SplitEnvironment {
  /** What process 1 may have too. */
  readonly inherited: Record<string, string>;
  /** `NAME=value`, for env(1). Visible in the list of processes, so no secrets belong there. */
  readonly given: readonly string[];
}

export function splitEnvironment(all: Readonly<Record<string, string>>): SplitEnvironment {
  const entries = Object.entries(all);
  const inherited = entries.filter(([name]) => !delicate.test(name));
  return {
    inherited: Object.fromEntries(
      inherited.map(([name, value]) =>
        holdsBytes(value) ? [`${byteNames}${name}`, escaped(value)] : [name, value],
      ),
    ),
    given: entries
      .filter(([name]) => delicate.test(name))
      .map(([name, value]) => `${name}=${value}`),
  };
}
