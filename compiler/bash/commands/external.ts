import { type Cause, isUnknown, unknown } from "../cause.ts";
import { programs } from "../programs/index.ts";
import type { Shell } from "../shell.ts";
import { getVariable } from "../state/variables.ts";
import { excerpt } from "../text/text.ts";
import type { Words } from "../words/word.ts";
import { readAll, write } from "./channel.ts";
import { type CommandCall, knownArguments, type Outcome } from "./command-table.ts";

/** Programs that read and print but leave files alone, whatever their arguments. */
const readers = new Set(
  (
    "arch awk base64 basename cat comm cut date df diff dirname du env expr file find free getconf " +
    "getent grep egrep fgrep head hostname id jq ldd ls lsb_release lscpu md5sum nproc od paste printenv " +
    "ps readlink realpath rev seq sha1sum sha256sum sha512sum sleep sort stat tac tail test tput tr tty uname " +
    "uniq uptime uuidgen wc which whoami xxd yq"
  ).split(" "),
);

/** Commands of version control that only look. */
const gitReaders =
  /^git( -C \S+)? (branch --show-current|cat-file|config --get|describe|diff|for-each-ref|log|ls-files|ls-remote|merge-base|name-rev|remote|rev-list|rev-parse|shortlog|show|show-ref|status|symbolic-ref)\b/;

/** Runs a program: one that habc knows exactly, or else something of which nothing is known. */
export function runProgram(shell: Shell, args: Words, call: CommandCall): Outcome {
  const known = programs.get(call.name);
  const given = knownArguments(args);
  if (known !== undefined && !("cause" in given) && standardPath(shell)) {
    const result = known(shell, given, call);
    if (result !== undefined) return result;
  }
  return runUnknown(shell, call, "cause" in given ? given.cause : call.cause, given);
}

/**
 * Whether programs are those of every system: the plan has not put other ones in their place. It may
 * have added folders to the search path that it found.
 */
function standardPath(shell: Shell): boolean {
  const value = getVariable(shell, "PATH")?.value;
  if (value === undefined || value.kind === "unknown") return true;
  return value.kind === "scalar" && shell.path !== undefined && value.text.includes(shell.path);
}

/** A program of which nothing is known but its name. */
export function runUnknown(
  shell: Shell,
  call: CommandCall,
  cause: Cause,
  given: readonly string[] | { cause: Cause },
): Outcome {
  // What an unknown argument makes of a known program is due to the argument.
  const because = programs.has(call.name) && "cause" in given ? cause : call.cause;
  const channel = shell.channels.get(0);
  if (channel?.kind === "input") {
    const input = readAll(shell);
    if (channel.text !== "") channel.text = unknown(isUnknown(input) ? input.cause : because);
  }
  write(shell, 1, unknown(because));
  write(shell, 2, unknown(because));
  if (mayWrite(call, given)) {
    shell.state.written ??= {
      reason: `reads files after \`${excerpt(call.name)}\` ran, which may have written them`,
      span: call.cause.span,
    };
  }
  return unknown(because);
}

function mayWrite(call: CommandCall, given: readonly string[] | { cause: Cause }): boolean {
  if (call.name === "git") return "cause" in given || !gitReaders.test(`git ${given.join(" ")}`);
  if (call.name === "hab") return "cause" in given || given[0] !== "pkg" || given[1] !== "path";
  if (call.name === "curl")
    return (
      "cause" in given || given.some((arg) => /^(-[A-Za-z]*[oOJ]|--(output|remote))/.test(arg))
    );
  if (call.name === "sed")
    return "cause" in given || given.some((arg) => /^-[A-Za-z]*i|^--in-place|w/.test(arg));
  if (call.name === "find")
    return "cause" in given || given.some((arg) => /^-(exec|execdir|ok|delete|f)/.test(arg));
  if (call.name === "awk")
    return "cause" in given || given.some((arg) => />|system|\||close/.test(arg));
  if (call.name === "env") return "cause" in given || given.some((arg) => !arg.includes("="));
  return !readers.has(call.name);
}
