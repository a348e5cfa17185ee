import path from "node:path";
import { callbackNames, callbacks, helperNames } from "../../ir/index.ts";
import { folderAt } from "../builtins/folders.ts";
import { echoText } from "../builtins/output.ts";
import { isUnknown, Lost, type Text, unknown } from "../cause.ts";
import { lookUp } from "../files/files.ts";
import type { Shell } from "../shell.ts";
import { assignText } from "../state/assign-text.ts";
import { isAscii } from "../text/text.ts";
import { write } from "./channel.ts";
import { type KnownCommand, knownArguments, withKnown } from "./command-table.ts";

/** Prints a line of build output, which begins with the package's name and may have colours. */
const buildLine: KnownCommand = (shell, _args, { cause }) => {
  write(shell, 1, unknown(cause));
  return 0;
};

const toError: KnownCommand = (shell, _args, { cause }) => {
  write(shell, 2, unknown(cause));
  return 0;
};

/** Nothing is resolved while a plan is loaded, so that there is no path to print. */
const pathOfNothing: KnownCommand = (shell, _args, { cause }) => {
  write(shell, 2, unknown(cause));
  return 1;
};

const exitWith: KnownCommand = (shell, args, { cause }) => {
  const known = knownArguments(args);
  const status = "cause" in known ? Number.NaN : Number(known[1] ?? 1);
  shell.state.status = Number.isInteger(status) ? status & 255 : unknown(cause);
  return { flow: { kind: "exit", stops: cause } };
};

const trim = withKnown(
  (shell, args, { cause }) => {
    const text = args.join(" ");
    const trimmed = text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, "");
    write(shell, 1, isAscii(text) ? echoText(shell, [trimmed]) : unknown(cause));
    return 0;
  },
  (shell, cause) => {
    write(shell, 1, unknown(cause));
    return 0;
  },
);

const joinBy = withKnown(
  (shell, [separator = "", ...words], { cause }) => {
    const text = words.join(separator.slice(0, 1));
    write(shell, 1, isAscii(separator) ? echoText(shell, [text]) : unknown(cause));
    return 0;
  },
  (shell, cause) => {
    write(shell, 1, unknown(cause));
    return 0;
  },
);

const abspath = withKnown(
  (shell, [name = ""], { cause }) => {
    const result = absolute(shell, name);
    if (result === undefined) {
      write(shell, 2, unknown(cause));
      return 127;
    }
    write(shell, 1, isUnknown(result) ? result : `${result}\n`);
    return isUnknown(result) ? result : 0;
  },
  (shell, cause) => {
    write(shell, 1, unknown(cause));
    return unknown(cause);
  },
);

function absolute(shell: Shell, name: string): Text | undefined {
  const found = lookUp(shell, name);
  if ("cause" in found) return found;
  if (found.kind === "missing") return undefined;
  if (found.stats.isDirectory()) return folderAt(shell, name, false);
  const folder = folderAt(shell, path.dirname(name), false);
  return folder === undefined || isUnknown(folder) ? folder : `${folder}/${path.basename(name)}`;
}

/** Computes the version by the plan's own callback, and all that follows from it. */
const updateVersion: KnownCommand = (shell, _args, { cause }) => {
  for (const name of ["pkg_version", "pkg_dirname", "pkg_filename", "pkg_prefix", "pkg_artifact"]) {
    assignText(shell, name, unknown(cause));
  }
  shell.state.written ??= cause;
  return unknown(cause);
};

/** A helper that needs a build around it: it has some status, and may write files. */
const needsBuild: KnownCommand = (shell, _args, { cause }) => {
  write(shell, 1, unknown(cause));
  write(shell, 2, unknown(cause));
  shell.state.written ??= cause;
  return unknown(cause);
};

const exact: Readonly<Record<string, KnownCommand>> = {
  build_line: buildLine,
  warn: toError,
  debug: buildLine,
  exit_with: exitWith,
  trim,
  join_by: joinBy,
  abspath,
  exists: (_shell, _args, { cause }) => unknown(cause),
  pkg_path_for: pathOfNothing,
  pkg_interpreter_for: pathOfNothing,
  update_pkg_version: updateVersion,
  attach: (_shell, _args, { cause }) => {
    throw new Lost(cause);
  },
};

const defaults = callbackNames.flatMap((name) => {
  const spec = callbacks[name];
  // `pkg_version` is a callback only where the plan defines it.
  return [
    ...(name === "pkg_version" ? [] : [name]),
    ...("defaultName" in spec ? [spec.defaultName] : []),
  ];
});

/** The functions that a build defines before it loads the plan. */
export const helpers: ReadonlyMap<string, KnownCommand> = new Map([
  ...[...helperNames, ...defaults].map((name): [string, KnownCommand] => [name, needsBuild]),
  ...Object.entries(exact),
]);
