/** The package that somebody names on a command line: a `.hart`, or an installed one. */
import { resolve } from "node:path";
import { findInstalled } from "../installed/find.ts";
import { isFile } from "../look.ts";
import type { InstalledStore } from "../store/installed.ts";
import { folderEntries, type PackageEntries } from "./entries.ts";
import { withHartEntries } from "./hart-entries.ts";
import { readHartMetadata } from "./hart-metadata.ts";

/** A package whose content can be read. */
export interface NamedPackage {
  /** As it was named. */
  readonly name: string;
  /** `origin/name/version/release`. */
  readonly ident: string;
  /** A metadata file without white space at its ends; undefined where there is none. */
  readonly text: (file: string) => string | undefined;
  /** Reads its entries, once for each call. */
  readonly read: <T>(use: (entries: PackageEntries) => Promise<T>) => Promise<T>;
}

/** Where to look. */
export interface NamedPackageOptions {
  readonly cwd: string;
  readonly store: InstalledStore;
}

/**
 * @param name The path of a `.hart`, or an identifier of two to four parts.
 * @throws HabcError `usage` where the file cannot be read; `hart-invalid`; `ident-invalid`;
 *   `package-missing`; `dep-broken`.
 */
export async function openNamedPackage(
  name: string,
  { cwd, store }: NamedPackageOptions,
): Promise<NamedPackage> {
  if (isHart(name, cwd)) {
    const file = resolve(cwd, name);
    const { ident, metadata } = await readHartMetadata(file);
    return {
      name,
      ident,
      text: (each) => metadata.get(each),
      read: (use) => withHartEntries(file, use),
    };
  }
  const found = findInstalled(store, name);
  return {
    name,
    ident: found.name,
    text: found.text,
    read: (use) => use(folderEntries(found.hostPath)),
  };
}

/** Whether somebody means a file, rather than an installed package. */
export function isHart(name: string, cwd: string): boolean {
  return name.endsWith(".hart") || isFile(resolve(cwd, name));
}
