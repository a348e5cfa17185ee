/** The files that a build reads beside its dependencies. */
import { createHash } from "node:crypto";
import { closeSync, lstatSync, openSync, readlinkSync, readSync } from "node:fs";
import { join } from "node:path";
import type { PlanSource } from "../build/request.ts";
import { isAbsence } from "../store/package.ts";
import { type Listing, nameIn, walk } from "./listing.ts";

/** What of the tree counts for a plan. Paths are absolute. */
export interface PlanFiles {
  /** All that git would not ignore below them. */
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** Parts of a plan's folder that a build takes into the package, ignored by git or not. */
const packed = ["hooks", "config", "config_install"];

/**
 * Checksums of all files that count.
 *
 * @param plan `tree` is the source tree: files are named relative to it.
 * @returns `file <path>` with the checksum, whether it can be executed, or where a link leads.
 */
export async function fileInputs(
  { folders, files }: PlanFiles,
  { context, file, tree }: Pick<PlanSource, "context" | "file" | "tree">,
  list: Listing,
): Promise<Map<string, string>> {
  const listed = await Promise.all(folders.map(list));
  const hooks = packed.flatMap((name) => below(context, name));
  const all = new Set([...listed.flat(), ...files, file, join(context, "default.toml"), ...hooks]);
  const inputs = new Map<string, string>();
  for (const path of [...all].sort()) {
    const text = contentText(path);
    if (text !== undefined) inputs.set(`file ${nameIn(tree, path)}`, text);
  }
  return inputs;
}

function below(folder: string, name: string): string[] {
  try {
    return walk(join(folder, name));
  } catch (thrown) {
    if (isAbsence(thrown)) return [];
    throw thrown;
  }
}

/** @returns Undefined where nothing is there that a build could read. */
function contentText(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  if (!stats?.isFile()) return undefined;
  const digest = sha256OfFileNow(path);
  return (stats.mode & 0o111) === 0 ? digest : `${digest} executable`;
}

const buffer = Buffer.allocUnsafe(1 << 18);

/** SHA-256 of a file. Sources are small and many: waiting for each costs more than reading it. */
export function sha256OfFileNow(path: string): string {
  const hash = createHash("sha256");
  const descriptor = openSync(path, "r");
  try {
    for (let length = 1; length > 0; ) {
      length = readSync(descriptor, buffer, 0, buffer.length, null);
      hash.update(buffer.subarray(0, length));
    }
  } finally {
    closeSync(descriptor);
  }
  return hash.digest("hex");
}
