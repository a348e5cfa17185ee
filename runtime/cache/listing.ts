/** Which files of a folder count as its content: all that git would not ignore. */
import { execFile } from "node:child_process";
import { existsSync, lstatSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { errorCode } from "../crypto/aside.ts";

const run = promisify(execFile);

/**
 * Lists every file and link below a folder: what git tracks or would add, where the folder lies in
 * a repository, else all of it. A folder that git ignores as a whole is listed as if there were no
 * git.
 *
 * @returns Absolute paths, sorted.
 */
export type Listing = (folder: string) => Promise<readonly string[]>;

/**
 * Asks git once for each repository, and remembers what it said: for many plans at one time.
 *
 * @param without Absolute paths of what is left out: what builds write, and where keys and
 *   packages are kept.
 */
export function openListing(without: readonly string[]): Listing {
  const repositories = new Map<string, Promise<readonly string[] | undefined>>();
  const isLeftOut = (file: string) =>
    without.some((left) => file === left || file.startsWith(`${left}/`));

  async function listAll(folder: string): Promise<readonly string[]> {
    const root = repositoryOf(folder);
    if (root === undefined) return walk(folder);
    const known = repositories.get(root) ?? listedByGit(root);
    repositories.set(root, known);
    const below = (await known)?.filter((path) => path.startsWith(`${folder}/`)) ?? [];
    if (below.length === 0) return walk(folder);
    return (await Promise.all(below.map(filesAt))).flat();
  }

  /** A repository inside a repository is one path for the outer one. */
  async function filesAt(path: string): Promise<readonly string[]> {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return [];
    return stats.isDirectory() ? listAll(path) : [path];
  }

  return async (folder) => (await listAll(folder)).filter((file) => !isLeftOut(file)).sort();
}

/** The nearest folder, this one or above it, that is a git repository. */
export function repositoryOf(folder: string): string | undefined {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
  }
  return undefined;
}

/** @returns Undefined where git is missing, or does not take the folder for a repository. */
async function listedByGit(root: string): Promise<string[] | undefined> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = await git(root, args);
  return listed
    ?.split("\0")
    .filter((name) => name !== "")
    .map((name) => join(root, name.replace(/\/$/, "")));
}

/** @returns What git printed; undefined where it is missing or refused. */
export async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  // The repository is the one that the folder lies in, whatever the caller's shell says.
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  const env = { ...Object.fromEntries(entries), LC_ALL: "C" };
  try {
    const { stdout } = await run("git", ["-C", folder, ...args], { maxBuffer: 1 << 30, env });
    return stdout;
  } catch (thrown) {
    const refused = thrown instanceof Error && "code" in thrown && typeof thrown.code === "number";
    if (refused || errorCode(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
}

/** What belongs to git, and to editors. */
const passedOver = new Set([".git", ".habc"]);

/** Everything but what builds have nothing to do with; links are not followed. */
export function walk(folder: string): string[] {
  const found: string[] = [];
  const pending = [folder];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) {
        if (!passedOver.has(entry.name)) pending.push(path);
      } else if (entry.isFile() || entry.isSymbolicLink()) {
        found.push(path);
      }
    }
  }
  return found;
}

/** A path as it is named among inputs: relative to a tree that holds it. */
export function nameIn(tree: string, path: string): string {
  const way = relative(tree, path);
  return way.startsWith("../") ? path : way;
}
