/** The files of the plan's source tree, and where they are. */

import { readFileSync, realpathSync } from "node:fs";
import { posix } from "node:path";
import { pathToFileURL } from "node:url";
import { limits } from "../../../bash/budget.ts";
import { isInside } from "../../../bash/files/files.ts";
import { seenAt } from "../../../source/look.ts";
import { isPrimitive, text } from "../convert.ts";
import { namedUnknown, unknownAt } from "../make.ts";
import { type Host, isUnknown, type Machine, type Unknown, unknown, type Value } from "../model.ts";
import type { Place } from "../place.ts";
import { workOnText } from "../work.ts";
import { type KnownCall, method, notComputed } from "./method.ts";

/** `import.meta`: where the plan's folder is shown differs between builds. */
export const importMeta: Host = {
  kind: "host",
  name: "import.meta",
  get(_, key, at) {
    const { file } = at.source;
    const { cause } = unknownAt(at, `reads \`import.meta.${key}\`, which differs between builds`);
    if (key === "url") return unknown(cause, pathToFileURL(file).href);
    if (key === "filename") return unknown(cause, file);
    return unknown(cause, key === "dirname" ? posix.dirname(file) : undefined);
  },
};

/** The path on this machine of a file that a plan names. */
function located(machine: Machine, named: Value, at: Place): string | Unknown {
  const name = text(machine, named, at);
  if (machine.written !== undefined) return unknown(machine.written);
  const path = isUnknown(name) ? name.path : posix.resolve(machine.around.context, name);
  if (path === undefined || (isUnknown(name) && path.startsWith("file://"))) {
    return isUnknown(name) ? unknown(name.cause) : unknownAt(at, "reads a file");
  }
  const outside = unknownAt(at, "reads a file outside the plan's source tree");
  if (path.includes("\0")) return outside;
  // Where a path that begins at the root leads differs between builds.
  if (!isUnknown(name) && posix.isAbsolute(name)) return outside;
  const { sourceTree } = machine.around;
  if (!isInside(sourceTree, posix.normalize(path))) return outside;
  try {
    const real = realpathSync(path);
    return isInside(sourceTree, real) ? real : outside;
  } catch {
    return path;
  }
}

/** What is in the source tree here but may not be there in a build. */
const varying = /\/(?:\.git|node_modules|results)(?:\/|$)/;

/** The text of a file of the source tree. */
function contentOf(machine: Machine, named: Value, at: Place): string | Unknown {
  const path = located(machine, named, at);
  if (isUnknown(path)) return path;
  const stats = seenAt(path);
  if (stats === undefined || varying.test(path))
    return unknownAt(at, "reads a file that is not there");
  if (!stats.isFile() || stats.size > limits.file)
    return unknownAt(at, "reads what is no file of a usual size");
  try {
    const content = readFileSync(path, "utf8");
    workOnText(machine, content.length, at);
    machine.files.add(path);
    return content;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return unknownAt(at, "reads a file that cannot be read");
  }
}

/** Whether the second argument of `readFile` asks for a text. */
function asksForText(encoding: Value): boolean | undefined {
  if (encoding === undefined || encoding === null) return false;
  if (typeof encoding === "string") return /^utf-?8$/i.test(encoding) || undefined;
  if (isPrimitive(encoding) || encoding.kind !== "record") return undefined;
  const { content } = encoding.fields;
  if (isUnknown(content) || content.size !== 1) return undefined;
  return asksForText(content.get("encoding")?.value ?? "");
}

function readFile(machine: Machine, call: KnownCall): Value {
  const [name, encoding] = call.args;
  const asText = asksForText(encoding);
  if (asText === undefined) return notComputed(machine, call, "readFile");
  const content = contentOf(machine, name, call.at);
  machine.risks += 1;
  return isUnknown(content) || asText ? content : bytes(content);
}

/** A Buffer, of which only the text is known. */
function bytes(content: string): Host {
  return {
    kind: "host",
    name: "Buffer",
    get: (_, key, at) =>
      key === "toString"
        ? method("toString", (machine, call) => {
            const [encoding] = call.args;
            return encoding === undefined || asksForText(encoding) === true
              ? content
              : notComputed(machine, call, "toString");
          })
        : namedUnknown(at, `Buffer.${key}`),
  };
}

function existsFile(machine: Machine, { args: [name], at }: KnownCall): Value {
  const path = located(machine, name, at);
  if (isUnknown(path)) return path;
  if (varying.test(path)) return unknownAt(at, "asks for a file that builds may not have");
  return seenAt(path) !== undefined;
}

/** `node:fs/promises`. */
export const promisedFiles: ReadonlyMap<string, Value> = new Map([
  [
    "readFile",
    method("readFile", (machine, call) => ({ kind: "settled", value: readFile(machine, call) })),
  ],
]);

/** `node:fs`. */
export const fileFunctions: ReadonlyMap<string, Value> = new Map([
  ["readFileSync", method("readFileSync", readFile)],
  ["existsSync", method("existsSync", existsFile)],
]);
