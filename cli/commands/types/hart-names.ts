/** The names of packages that lie about as `.hart` files. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { type Diagnostic, type HabcError, isHabcError } from "../../../compiler/ir/index.ts";
import { readHartMetadata } from "../../../runtime/package/hart-metadata.ts";
import { isAbsence } from "../../../runtime/store/package.ts";
import type { KnownNames, NamedPackage } from "./source.ts";

/** How many files are read at a time. */
const readers = 4;

/**
 * @param folders They need not be there.
 * @returns What the newest release of each version says. A file that cannot be read is a problem.
 */
export async function hartNames(folders: readonly string[]): Promise<KnownNames> {
  const listed = await Promise.all([...new Set(folders)].map(newestFiles));
  const files = listed.flat();
  const packages: NamedPackage[] = [];
  const problems: Diagnostic[] = [];
  for (let at = 0; at < files.length; at += readers) {
    const read = await Promise.all(files.slice(at, at + readers).map(readHart));
    for (const one of read) {
      if (isHabcError(one)) problems.push(one.diagnostic);
      else packages.push(one);
    }
  }
  return { packages, problems };
}

/** Of `acme-hello-1.0.0-20240101000000-x86_64-linux.hart` and the like the last of each version. */
async function newestFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder).catch((thrown: unknown) => {
    if (isAbsence(thrown)) return [];
    throw thrown;
  });
  const harts = entries.filter((name) => name.endsWith(".hart") && !name.startsWith("."));
  const newest = new Map(
    harts.sort().map((name) => [name.replace(/-[0-9]{14}(-[\w-]+\.hart)$/, "$1"), name]),
  );
  return [...newest.values()].map((name) => join(folder, name));
}

async function readHart(file: string): Promise<NamedPackage | HabcError> {
  try {
    const { ident, metadata } = await readHartMetadata(file, { names: ["EXPORTS"] });
    const lines = (metadata.get("EXPORTS") ?? "").split("\n").filter(Boolean);
    return {
      name: ident.split("/").slice(0, 2).join("/"),
      exports: lines.map((line) => line.replace(/=.*$/s, "")),
    };
  } catch (thrown) {
    if (isHabcError(thrown)) return thrown;
    throw thrown;
  }
}
