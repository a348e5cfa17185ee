/** Finds out which installed package a file belongs to. */
import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { isAbsence, type Package, packagesInside } from "../store/package.ts";

/** A file, folder or link of a package. */
export interface Provided {
  readonly package: Package;
  /** Below the package's folder, such as `bin/sed`. */
  readonly path: string;
}

/**
 * @param file A base name (`sed`), the end of a path (`bin/sed`), or a whole path as packages see
 * it (`/hab/pkgs/core/sed/4.9/20260101000000/bin/sed`).
 * @param packages Where to look, in order.
 * @returns Everything that has the name, links among it. Links to folders are not followed.
 */
export function* providers(file: string, packages: readonly Package[]): Generator<Provided> {
  const wanted = file.replace(/\/+$/, "");
  for (const found of packages) {
    const isHere = wanted.startsWith(`${found.path}/`);
    if (wanted.startsWith(`${packagesInside}/`) && !isHere) continue;
    const end = isHere ? wanted.slice(found.path.length) : `/${wanted.replace(/^\/+/, "")}`;
    for (const path of pathsBelow(found.hostPath)) {
      const matches = isHere ? `/${path}` === end : `/${path}`.endsWith(end);
      if (matches) yield { package: found, path };
    }
  }
}

/** Every path below a folder, in order, without a slash at its start. */
function* pathsBelow(folder: string, prefix = ""): Generator<string> {
  for (const entry of entriesOf(folder)) {
    const path = `${prefix}${entry.name}`;
    yield path;
    if (entry.isDirectory()) yield* pathsBelow(join(folder, entry.name), `${path}/`);
  }
}

/** A package that goes meanwhile has no files any more. */
function entriesOf(folder: string): Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (thrown) {
    if (isAbsence(thrown)) return [];
    throw thrown;
  }
}
