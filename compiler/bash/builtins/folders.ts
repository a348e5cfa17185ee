import path from "node:path";
import { type Cause, isUnknown, type Text, type Unknown, unknown } from "../cause.ts";
import { write } from "../commands/channel.ts";
import { type KnownCommand, type Outcome, withKnown } from "../commands/command-table.ts";
import { complain } from "../commands/redirect.ts";
import { lookUp } from "../files/files.ts";
import type { Shell } from "../shell.ts";

/** `cd folder`. */
export const cd: KnownCommand = withKnown(
  (shell, args, { cause }) => {
    const names = args.filter((arg) => !/^-[LPe@]+$|^--$/.test(arg));
    const physical = args.some((arg) => /^-[Le@]*P/.test(arg));
    const [name] = names;
    if (names.length !== 1 || name === undefined || name === "-" || name === "")
      return leave(shell, cause);
    return enterFolder(shell, name, physical);
  },
  (shell, cause) => leave(shell, cause),
);

/** After this the working directory is not known. */
function leave(shell: Shell, cause: Cause): Outcome {
  shell.state.directory = unknown(cause);
  write(shell, 1, unknown(cause));
  return unknown(cause);
}

function enterFolder(shell: Shell, name: string, physical: boolean): Outcome {
  const target = folderAt(shell, name, physical);
  if (target === undefined) {
    complain(shell);
    return 1;
  }
  if (isUnknown(target)) return leave(shell, target.cause);
  shell.state.directory = target;
  return 0;
}

/** The absolute path of a folder, links kept unless `physical`; nothing where there is none. */
export function folderAt(shell: Shell, name: string, physical: boolean): Text | undefined {
  const { directory } = shell.state;
  const found = lookUp(shell, name);
  if ("cause" in found) return found;
  if (found.kind === "missing" || !found.stats.isDirectory()) return undefined;
  if (physical) return found.path;
  if (!path.isAbsolute(name) && isUnknown(directory)) return directory;
  const logical = path.resolve(isUnknown(directory) ? "/" : directory, name);
  const same = lookUp(shell, logical);
  // With links in it, `..` goes by names for `cd` and by folders for the kernel.
  if ("cause" in same || same.kind === "missing" || same.path !== found.path) {
    return unknown({ reason: `enters \`${name}\` through symbolic links`, span: shell.here });
  }
  return logical;
}

/** `pwd`. */
export const pwd: KnownCommand = (shell, args, { cause }) => {
  const { directory } = shell.state;
  const physical = args.items[0] === "-P";
  const result: Text = args.items.length > (physical ? 1 : 0) ? unknown(cause) : directory;
  write(shell, 1, lineOf(physical ? physicalOf(shell, result) : result));
  return 0;
};

function lineOf(text: Text): Text {
  return isUnknown(text) ? text : `${text}\n`;
}

function physicalOf(shell: Shell, directory: Text): Text | Unknown {
  if (isUnknown(directory)) return directory;
  return (
    folderAt(shell, directory, true) ??
    unknown({ reason: "is in a folder that is gone", span: shell.here })
  );
}

/** `pushd folder`. */
export const pushd: KnownCommand = withKnown(
  (shell, args, { cause }) => {
    const [name] = args;
    if (args.length !== 1 || name === undefined || /^[-+]/.test(name)) return leave(shell, cause);
    const before = shell.state.directory;
    const outcome = enterFolder(shell, name, false);
    if (outcome === 0) shell.state.folders = [before, ...shell.state.folders];
    write(shell, 1, unknown(cause));
    return outcome;
  },
  (shell, cause) => leave(shell, cause),
);

/** `popd`. */
export const popd: KnownCommand = (shell, args, { cause }) => {
  const [folder, ...rest] = shell.state.folders;
  if (folder === undefined || args.items.length > 0 || args.open !== undefined)
    return leave(shell, cause);
  shell.state.directory = folder;
  shell.state.folders = rest;
  write(shell, 1, unknown(cause));
  return 0;
};
