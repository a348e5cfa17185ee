/** Finds what the host has to link to. Only folders that a studio shows are searched. */
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isFile } from "../../look.ts";

/** Where distributions keep what belongs to one architecture. */
const multiarch = process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";

const programFolders = [
  ...["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"],
  "/usr/local/go/bin",
];
const libraryFolders = [
  ...[`/usr/lib/${multiarch}`, `/lib/${multiarch}`, "/usr/lib64", "/lib64", "/usr/lib", "/lib"],
];
const headerFolders = ["/usr/include", `/usr/include/${multiarch}`];
const pkgConfigFolders = [
  ...libraryFolders.map((folder) => join(folder, "pkgconfig")),
  "/usr/share/pkgconfig",
];

/** The `PATH` that programs of the host are asked for their version with. */
export const hostPath = programFolders.join(":");

/** @returns The absolute path of a program. */
export function hostProgram(name: string): string | undefined {
  return programFolders.map((folder) => join(folder, name)).find(canRun);
}

/**
 * @param pattern The name of a file; `*` stands for anything.
 * @returns The files of the library folders, each name in the first folder that has it.
 */
export function hostLibraryFiles(pattern: string): string[] {
  const text = pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  const form = new RegExp(`^${text}$`);
  const found = new Map<string, string>();
  for (const folder of libraryFolders) {
    for (const name of namesIn(folder)) {
      const path = join(folder, name);
      if (form.test(name) && !found.has(name) && isFile(path)) found.set(name, path);
    }
  }
  return [...found.values()];
}

/** @returns The absolute path of a header, or of a folder of headers. */
export function hostHeader(name: string): string | undefined {
  return headerFolders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** @returns The absolute path of a pkg-config file. */
export function hostPkgConfig(name: string): string | undefined {
  return pkgConfigFolders.map((folder) => join(folder, `${name}.pc`)).find(isFile);
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return isFile(path);
  } catch {
    return false;
  }
}

const listings = new Map<string, readonly string[]>();

function namesIn(folder: string): readonly string[] {
  const known = listings.get(folder) ?? list(folder);
  listings.set(folder, known);
  return known;
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
