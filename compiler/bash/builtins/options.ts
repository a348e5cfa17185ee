import { Lost } from "../cause.ts";
import { write } from "../commands/channel.ts";
import { type KnownCommand, withKnown } from "../commands/command-table.ts";
import type { Shell } from "../shell.ts";

/** The options of `set` by letter, as far as they leave what commands mean alone. */
const letters: Readonly<Record<string, string>> = {
  a: "allexport",
  b: "notify",
  e: "errexit",
  f: "noglob",
  h: "hashall",
  m: "monitor",
  u: "nounset",
  v: "verbose",
  x: "xtrace",
  C: "noclobber",
  E: "errtrace",
  T: "functrace",
};

const setNames = new Set([
  ...Object.values(letters),
  "pipefail",
  "vi",
  "emacs",
  "interactive-comments",
]);

/** The options of `shopt` that either change nothing here or are followed where they do. */
const shoptNames = new Set(
  (
    "autocd cdspell checkhash checkjobs checkwinsize cmdhist direxpand dirspell dotglob extglob failglob " +
    "force_fignore globstar gnu_errfmt histappend histreedit histverify hostcomplete huponexit " +
    "inherit_errexit interactive_comments lithist login_shell mailwarn no_empty_cmd_completion nocaseglob " +
    "nocasematch nullglob progcomp promptvars shift_verbose lastpipe"
  ).split(" "),
);

/** `set [-+options] [-o name] [--] [arguments]`. */
export const set: KnownCommand = (shell, args, { cause }) => {
  const { options } = shell.state;
  if (args.items.length === 0 && args.open === undefined) {
    write(shell, 1, { cause });
    return 0;
  }
  const { items } = args;
  let at = 0;
  for (; at < items.length; at += 1) {
    const item = items[at];
    if (typeof item !== "string") break;
    if (item === "--" || item === "-") {
      at += 1;
      if (item === "-" && at === items.length && args.open === undefined) return 0;
      break;
    }
    const [, sign, names = ""] = /^([-+])([A-Za-z]+)$/.exec(item) ?? [];
    if (sign === undefined) break;
    for (const letter of names) {
      let name = letters[letter];
      if (letter === "o") {
        at += 1;
        const word = items[at];
        if (word === undefined) {
          write(shell, 1, { cause });
          return 0;
        }
        name = typeof word === "string" && setNames.has(word) ? word : undefined;
      }
      if (name === undefined) throw new Lost(cause);
      if (sign === "-") options.add(name);
      else options.delete(name);
    }
    if (at === items.length - 1 && args.open === undefined) return 0;
  }
  const { open } = args;
  shell.state.positional = { items: items.slice(at), ...(open === undefined ? {} : { open }) };
  return 0;
};

/** `shopt [-supqo] names`. */
export const shopt: KnownCommand = withKnown(
  (shell, args, { cause }) => {
    const flags = args.filter((arg) => arg.startsWith("-")).join("");
    const names = args.filter((arg) => !arg.startsWith("-"));
    if (!/[su]/.test(flags)) return query(shell, names, flags, cause);
    const allowed = flags.includes("o") ? setNames : shoptNames;
    for (const name of names) {
      if (!allowed.has(name)) throw new Lost(cause);
      if (flags.includes("s")) shell.state.options.add(name);
      else shell.state.options.delete(name);
    }
    return 0;
  },
  (_shell, cause) => {
    throw new Lost(cause);
  },
);

function query(shell: Shell, names: readonly string[], flags: string, cause: Lost["cause"]) {
  if (!flags.includes("q")) write(shell, 1, { cause });
  const known = new Set(["extglob", "nullglob", "dotglob", "globstar", "nocasematch", "failglob"]);
  if (names.length === 0 || names.some((name) => !known.has(name))) return { cause };
  return names.every((name) => shell.state.options.has(name)) ? 0 : 1;
}
