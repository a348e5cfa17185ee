import { arithmeticStatus, evaluateArithmetic } from "../arithmetic/arithmetic.ts";
import { type Cause, isUnknown, Lost, unknown } from "../cause.ts";
import { write } from "../commands/channel.ts";
import {
  type CommandCall,
  type KnownCommand,
  knownArguments,
  type Outcome,
  withKnown,
} from "../commands/command-table.ts";
import { runProgram } from "../commands/external.ts";
import { testCommand } from "../conditions/test-command.ts";
import type { Shell } from "../shell.ts";
import type { Words } from "../words/word.ts";
import { exit, leaveLoop, returnFrom, shift } from "./flow.ts";
import { cd, popd, pushd, pwd } from "./folders.ts";
import { set, shopt } from "./options.ts";
import { echo, fail, printf, succeed } from "./output.ts";
import { mapfile, read } from "./read.ts";
import { evaluate, source } from "./source.ts";
import { unsetNames } from "./unset.ts";

const lost = (_shell: Shell, cause: Cause): Outcome => {
  throw new Lost(cause);
};

/** Prints something, or ends in some way, that only running it shows. */
const opaque: KnownCommand = (shell, _args, { cause }) => {
  write(shell, 1, unknown(cause));
  write(shell, 2, unknown(cause));
  return unknown(cause);
};

const letCommand: KnownCommand = withKnown((shell, args) => {
  let status: Outcome = 1;
  for (const item of args) status = arithmeticStatus(evaluateArithmetic(shell, item));
  return status;
}, lost);

/** `command name` and `builtin name`: what the name stands for beside a function. */
const beside: KnownCommand = (shell, args, call) => {
  const [name] = args.items;
  if (args.open !== undefined || name === undefined || isUnknown(name)) throw new Lost(call.cause);
  if (name.startsWith("-")) return queryCommand(shell, args, call);
  if (["declare", "typeset", "local", "export", "readonly"].includes(name))
    throw new Lost(call.cause);
  const rest: Words = { items: args.items.slice(1) };
  const known = builtins.get(name);
  const inner: CommandCall = { name, cause: call.cause };
  return known === undefined ? runProgram(shell, rest, inner) : known(shell, rest, inner);
};

/** `command -v name` and `type name`. */
const queryCommand: KnownCommand = (shell, args, call) => {
  const known = knownArguments(args);
  const names = "cause" in known ? [] : known.filter((name) => !name.startsWith("-"));
  const [name] = names;
  const isDefined = name !== undefined && (shell.state.functions.has(name) || builtins.has(name));
  const entry = name === undefined ? undefined : shell.state.functions.get(name);
  if (names.length === 1 && isDefined && (entry === undefined || !("cause" in entry))) {
    const plain = call.name === "command" && args.items[0] === "-v";
    write(shell, 1, plain ? `${name}\n` : unknown(call.cause));
    return 0;
  }
  return opaque(shell, args, call);
};

/** A trap that runs while the plan is loaded; the plan's own shell ends only after its build. */
const trap: KnownCommand = withKnown((shell, args, call) => {
  const [action, ...signals] = args.filter((arg) => arg !== "--");
  const watched =
    shell.subshells > 0 ? /^((SIG)?(DEBUG|RETURN|ERR|EXIT)|0)$/i : /^(SIG)?(DEBUG|RETURN|ERR)$/i;
  const runs = signals.some((signal) => watched.test(signal));
  if (runs && action !== "-" && action !== "") throw new Lost(call.cause);
  if (action === undefined || action.startsWith("-p")) write(shell, 1, unknown(call.cause));
  return 0;
}, lost);

/** `exec` without a command only makes its redirections last. */
const exec: KnownCommand = (_shell, args, { cause }) => {
  if (args.open !== undefined) throw new Lost(args.open);
  return args.items.length === 0 ? 0 : { flow: { kind: "exit", stops: cause } };
};

const getopts: KnownCommand = (_shell, _args, { cause }) => {
  throw new Lost(cause);
};

/** The commands that bash itself carries out, except those that declare variables. */
export const builtins: ReadonlyMap<string, KnownCommand> = new Map<string, KnownCommand>([
  [":", succeed],
  ["true", succeed],
  ["false", fail],
  ["echo", echo],
  ["printf", printf],
  ["test", testCommand],
  ["[", testCommand],
  ["unset", withKnown((shell, args, { cause }) => unsetNames(shell, args, cause), lost)],
  ["read", read],
  ["mapfile", mapfile],
  ["readarray", mapfile],
  ["source", source],
  [".", source],
  ["eval", evaluate],
  ["return", returnFrom],
  ["exit", exit],
  ["break", leaveLoop("break")],
  ["continue", leaveLoop("continue")],
  ["shift", shift],
  ["set", set],
  ["shopt", shopt],
  ["cd", cd],
  ["pwd", pwd],
  ["pushd", pushd],
  ["popd", popd],
  ["let", letCommand],
  ["trap", trap],
  ["exec", exec],
  ["getopts", getopts],
  ["enable", getopts],
  ["command", beside],
  ["builtin", beside],
  ["type", queryCommand],
  ["umask", opaque],
  ["ulimit", opaque],
  ["hash", opaque],
  ["alias", opaque],
  ["unalias", opaque],
  ["bind", opaque],
  ["caller", opaque],
  ["compgen", opaque],
  ["complete", opaque],
  ["compopt", opaque],
  ["dirs", opaque],
  ["disown", opaque],
  ["fc", opaque],
  ["help", opaque],
  ["history", opaque],
  ["jobs", opaque],
  ["kill", opaque],
  ["logout", opaque],
  ["suspend", opaque],
  ["times", opaque],
  ["wait", opaque],
]);
