/** `node:path`, also for paths whose beginning differs between builds. */

import { posix } from "node:path";
import { text } from "../convert.ts";
import { type Host, isUnknown, type Machine, unknown, type Value } from "../model.ts";
import { type KnownCall, method } from "./method.ts";
import { plainPath } from "./urls.ts";

/** Functions of which the first argument may be such a path, and whose result is one again. */
const rooted: Readonly<Record<string, (...parts: string[]) => string>> = {
  join: posix.join,
  normalize: posix.normalize,
  dirname: posix.dirname,
  resolve: posix.resolve,
};

const pure: Readonly<Record<string, (...parts: string[]) => string | boolean>> = {
  ...rooted,
  basename: posix.basename,
  extname: posix.extname,
  isAbsolute: posix.isAbsolute,
};

function compute(machine: Machine, name: string, { args, at }: KnownCall): Value {
  const parts = args.map((arg) => text(machine, arg, at));
  const run = pure[name] as (...parts: string[]) => string | boolean;
  const open = parts.find(isUnknown);
  if (open === undefined)
    return name === "resolve" ? resolved(machine, parts as string[]) : run(...(parts as string[]));
  const [first, ...rest] = parts;
  const root = isUnknown(first) ? first.path : undefined;
  if (root === undefined || root.startsWith("file://") || rest.some(isUnknown))
    return unknown(open.cause);
  const path = rooted[name]?.(plainPath(root), ...(rest as string[]));
  return unknown(open.cause, path);
}

/** A path that is not absolute begins at the working directory, which differs between builds. */
function resolved({ around, here }: Machine, parts: readonly string[]): Value {
  const path = posix.resolve(...parts);
  if (posix.isAbsolute(posix.join(...parts)) && parts.some((part) => posix.isAbsolute(part)))
    return path;
  const reason = "asks for the working directory, which differs between builds";
  return unknown({ reason, span: here }, posix.resolve(around.context, ...parts));
}

export const pathFunctions: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...Object.keys(pure).map((name): [string, Host] => [
    name,
    method(`path.${name}`, (machine, call) => compute(machine, name, call)),
  ]),
  ["sep", posix.sep],
  ["delimiter", posix.delimiter],
]);
