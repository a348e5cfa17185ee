/** The files beside a plan, as far as its phases could use them. */
import { createHash } from "node:crypto";
import { createReadStream, lstatSync, readdirSync, readlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";

/** What no phase has reason to look at. */
const passedOver = new Set([".git", ".habc", "node_modules", "results"]);

/** Larger ones are told apart by size and time. */
const mostBytes = 16 * 1024 * 1024;

/**
 * @param context The folder of the plan.
 * @param except Paths that do not count, such as the plan file and the results folder.
 * @returns A checksum for each file and link, by its path in the folder.
 */
export async function planFiles(
  context: string,
  except: readonly string[],
): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  async function visit(folder: string): Promise<void> {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (passedOver.has(entry.name) || except.includes(path)) continue;
      if (entry.isDirectory()) await visit(path);
      else sums[relative(context, path)] = await sumOf(path);
    }
  }
  await visit(context);
  return sums;
}

async function sumOf(path: string): Promise<string> {
  try {
    const stats = lstatSync(path);
    if (stats.isSymbolicLink()) return `link ${readlinkSync(path)}`;
    if (!stats.isFile()) return "no file";
    if (stats.size > mostBytes) return `${stats.mode} ${stats.size} ${stats.mtimeMs}`;
    const hash = createHash("sha256");
    await pipeline(createReadStream(path), hash);
    return `${stats.mode} ${hash.digest("base64url")}`;
  } catch {
    return "cannot be read";
  }
}
