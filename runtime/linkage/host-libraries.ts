/** Where the loader of this machine looks for libraries by itself. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Source: ld.so(8), and the configuration of Debian's and musl's loaders. */
const usual = ["/lib", "/usr/lib", "/lib64", "/usr/lib64", "/usr/local/lib"];
const mostDepth = 8;

/**
 * @param target The platform, such as `x86_64-linux`.
 * @returns Folders, those of the configuration first.
 */
export function hostLibraryFolders(target: string): readonly string[] {
  const [architecture = ""] = target.split("-");
  const triplets = ["gnu", "musl"].map((libc) => `${architecture}-linux-${libc}`);
  return [
    ...new Set([
      ...configured("/etc/ld.so.conf", mostDepth),
      ...musl(`/etc/ld-musl-${architecture}.path`),
      ...triplets.flatMap((triplet) => [`/lib/${triplet}`, `/usr/lib/${triplet}`]),
      ...usual,
    ]),
  ];
}

function configured(file: string, depth: number): string[] {
  if (depth === 0) return [];
  return linesOf(file).flatMap((line) => {
    const [, pattern] = /^include\s+(\S+)/.exec(line) ?? [];
    if (pattern === undefined) return line.startsWith("/") ? line : [];
    return included(resolve(dirname(file), pattern)).flatMap((each) => configured(each, depth - 1));
  });
}

/** Only the last part of a pattern may have a star, as distributions write it. */
function included(path: string): string[] {
  const [start = "", end = ""] = basename(path).split("*");
  if (!basename(path).includes("*")) return [path];
  return namesIn(dirname(path))
    .filter((name) => name.startsWith(start) && name.endsWith(end))
    .map((name) => join(dirname(path), name));
}

function musl(file: string): string[] {
  return linesOf(file)
    .flatMap((line) => line.split(":"))
    .filter((folder) => folder.startsWith("/"));
}

function linesOf(file: string): string[] {
  try {
    const lines = readFileSync(file, "utf8").split("\n");
    return lines.map((line) => line.replace(/#.*/, "").trim()).filter((line) => line !== "");
  } catch {
    return [];
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
