import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./root.mjs";

const sources = ["cli", "compiler", "runtime", "stdlib", "scripts", "package-lock.json"];

/**
 * @param {string} made A folder that was made from the sources; its time is when that began.
 * @returns {Promise<boolean>} Whether nothing it is made from has changed since. Folders count,
 *   for a file that was removed leaves no other trace.
 */
export async function isFresh(made) {
  const time = (await stat(made).catch(() => undefined))?.mtimeMs;
  if (time === undefined) return false;
  const newest = await Promise.all(sources.map((name) => newestTime(join(root, name))));
  return Math.max(...newest) < time;
}

async function newestTime(path) {
  const info = await stat(path);
  if (!info.isDirectory()) return info.mtimeMs;
  const below = (await readdir(path)).map((name) => newestTime(join(path, name)));
  return Math.max(info.mtimeMs, ...(await Promise.all(below)));
}
