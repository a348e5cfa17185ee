import { readdirSync, readFileSync, realpathSync, type Stats } from "node:fs";
import path from "node:path";
import { seenAt } from "../../source/look.ts";
import { limits } from "../budget.ts";
import { type Cause, isUnknown, type Unknown, unknown } from "../cause.ts";
import type { Shell } from "../shell.ts";
import { decodeBytes } from "../text/text.ts";

/** What is at a path. */
export type Found =
  | { readonly kind: "missing" }
  | { readonly kind: "found"; readonly path: string; readonly stats: Stats };

/**
 * Looks at a path as the plan's commands would see it: relative to the working directory.
 * Unknown where it lies outside the repository, or may have been written by an earlier command.
 */
export function lookUp(shell: Shell, name: string): Found | Unknown {
  const { state, here: span } = shell;
  const outside: Cause = {
    reason: `reads \`${name}\`, which is outside the plan's repository`,
    span,
  };
  if (name === "") return { kind: "missing" };
  let absolute = name;
  if (!path.isAbsolute(name)) {
    if (isUnknown(state.directory)) return state.directory;
    absolute = `${state.directory}/${name}`;
  }
  if (name.includes("\0") || /[\ud800-\udfff]/u.test(name)) return unknown(outside);
  const real = resolve(absolute);
  if (real === undefined || !isInside(shell.files.root, real.path)) return unknown(outside);
  if (state.written !== undefined) return unknown(state.written);
  if (!real.exists) return { kind: "missing" };
  const stats = seenAt(real.path);
  if (stats === undefined) return unknown(outside);
  if (name.endsWith("/") && !stats.isDirectory()) return { kind: "missing" };
  return { kind: "found", path: real.path, stats };
}

/** Whether a path, both free of links, is a folder or lies below it. */
export function isInside(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}

/** The path without links; where nothing is there, of the deepest folder that exists. */
function resolve(absolute: string): { path: string; exists: boolean } | undefined {
  try {
    return { path: realpathSync(absolute), exists: true };
  } catch (error) {
    if (!isMissing(error)) return undefined;
  }
  // The kernel looks each folder up before `..`, so a missing one is missing whatever follows.
  const parts = absolute.split("/");
  for (let count = parts.length - 1; count > 0; count -= 1) {
    try {
      return { path: realpathSync(parts.slice(0, count).join("/") || "/"), exists: false };
    } catch (error) {
      if (!isMissing(error)) return undefined;
    }
  }
  return undefined;
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ENOTDIR";
}

/** The content of a file; nothing where there is none to read. */
export function readText(shell: Shell, name: string): string | undefined | Unknown {
  if (name === "/dev/null") return "";
  const found = lookUp(shell, name);
  if ("cause" in found) return found;
  if (found.kind === "missing" || found.stats.isDirectory()) return undefined;
  const cannot: Cause = {
    reason: `reads \`${name}\`, which cannot be read here`,
    span: shell.here,
  };
  if (!found.stats.isFile() || found.stats.size > limits.file) return unknown(cannot);
  try {
    const text = decodeBytes(readFileSync(found.path));
    shell.files.read.add(found.path);
    return text;
  } catch {
    return unknown(cannot);
  }
}

/** The names in a folder in byte order, without `.` and `..`; nothing where there is no folder. */
export function listFolder(shell: Shell, name: string): readonly string[] | Unknown {
  const found = lookUp(shell, name);
  if ("cause" in found) return found;
  if (found.kind === "missing" || !found.stats.isDirectory()) return [];
  try {
    const names = readdirSync(found.path, { encoding: "buffer" }).sort(Buffer.compare);
    return names.map(decodeBytes);
  } catch {
    return unknown({ reason: `lists \`${name}\`, which cannot be read here`, span: shell.here });
  }
}

/** The absolute path of a file, for spans and lists of files. */
export function displayPath(shell: Shell, name: string): string {
  const found = lookUp(shell, name);
  return "cause" in found || found.kind === "missing" ? name : found.path;
}
