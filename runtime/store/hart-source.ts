/** Dependencies that lie about as `.hart` files: built before, or copied there. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { HabcError, isHabcError } from "../../compiler/ir/index.ts";
import { formatKeyName } from "../crypto/key-name.ts";
import { readHartMetadata } from "../package/hart-metadata.ts";
import { unpackHart } from "../package/hart-unpack.ts";
import type { DependencySource, Found } from "./dependency-source.ts";
import {
  type FullIdent,
  formatIdent,
  type PackageIdent,
  parseFullIdent,
  satisfies,
} from "./ident.ts";
import type { InstalledStore } from "./installed.ts";
import { isAbsence, type Package } from "./package.ts";
import { compareReleases } from "./version-order.ts";

/** How many files are read at a time. */
const readers = 4;

/** Where to look, and what to do with what is found. */
export interface HartSourceOptions {
  /** Folders with `.hart` files; they need not be there. */
  readonly folders: readonly string[];
  /** Further `.hart` files, whatever their names are. */
  readonly files?: readonly string[];
  /** The store to unpack into. */
  readonly store: InstalledStore;
  /** The folder of the public keys: a package that none of them signed is refused. */
  readonly keys: string;
}

/** A file, and what it says it is. Nothing of it is verified yet. */
interface Hart {
  readonly file: string;
  readonly ident: FullIdent;
  readonly target: string | undefined;
}

/**
 * Finds packages by what is in the files. A file name only rules a file out: one that does not
 * hold the package's name, version and release is not looked at. The signature is checked when
 * the package is installed: a key of the package's own origin must have made it, since any key
 * of the cache could otherwise speak for every origin.
 *
 * A file that cannot be read counts only where no other one satisfies the identifier: then its
 * error is thrown.
 */
export function hartSource(options: HartSourceOptions): DependencySource {
  const { folders, files: given = [], store, keys } = options;
  const files = lazily(() => hartFiles(folders));
  const harts = new Map<string, Promise<Hart | HabcError>>();

  function read(file: string): Promise<Hart | HabcError> {
    const known = harts.get(file) ?? readHart(file);
    harts.set(file, known);
    return known;
  }

  return {
    where: `there a .hart of it in ${folders.join(" or ")}`,
    async find(ident) {
      const looked = await inTurn([...given, ...mayHold(await files(), ident)], read);
      const [newest] = looked
        .filter((hart): hart is Hart => !isHabcError(hart))
        .filter((hart) => hart.target === store.target && satisfies(hart.ident, ident))
        .sort((a, b) => compareReleases(b.ident, a.ident));
      if (newest !== undefined) return await found(newest, { store, keys });
      const unreadable = looked.find(isHabcError);
      if (unreadable !== undefined) throw unreadable;
      return undefined;
    },
  };
}

async function found(
  { file, ident }: Hart,
  { store, keys }: Pick<HartSourceOptions, "store" | "keys">,
): Promise<Found> {
  const { metadata, header } = await readHartMetadata(file, { names: ["TDEPS"] });
  const { origin } = ident;
  const tdeps = (metadata.get("TDEPS") ?? "").split("\n").filter(Boolean).map(parseFullIdent);
  return {
    ident,
    tdeps: () => tdeps,
    async install(): Promise<Package> {
      if (header.signer.name !== origin) {
        const signer = formatKeyName(header.signer);
        throw new HabcError(
          "hart-signature",
          `${file}: ${formatIdent(ident)} is signed with ${signer}, not with a key of its origin`,
          { hint: `take it from whoever signs for ${origin}, or build it yourself` },
        );
      }
      const unpacked = await unpackHart(file, { into: store.folder, keys });
      store.forget(ident);
      const installed = store.newest(ident);
      if (unpacked.ident === formatIdent(ident) && installed !== undefined) return installed;
      throw new HabcError("hart-invalid", `${file} is not ${formatIdent(ident)} any more`, {
        hint: "something else wrote the file meanwhile; build again",
      });
    },
  };
}

async function readHart(file: string): Promise<Hart | HabcError> {
  try {
    const { ident, metadata } = await readHartMetadata(file, { names: ["TARGET"] });
    return { file, ident: parseFullIdent(ident), target: metadata.get("TARGET") };
  } catch (thrown) {
    if (isHabcError(thrown)) return thrown;
    throw thrown;
  }
}

async function hartFiles(folders: readonly string[]): Promise<readonly string[]> {
  const listed = await Promise.all(
    [...new Set(folders)].map(async (folder) => {
      const names = await readdir(folder).catch((thrown: unknown) => {
        if (isAbsence(thrown)) return [];
        throw new HabcError("dep-missing", `${folder} cannot be searched for packages`, {
          hint: "check the rights on the folder",
          cause: thrown,
        });
      });
      const harts = names.filter((name) => name.endsWith(".hart") && !name.startsWith("."));
      return harts.sort().map((name) => join(folder, name));
    }),
  );
  return listed.flat();
}

function mayHold(files: readonly string[], ident: PackageIdent): readonly string[] {
  const parts = [ident.name, ident.version ?? "", ident.release ?? ""];
  return files.filter((file) => {
    const name = file.slice(file.lastIndexOf("/") + 1);
    return parts.every((part) => name.includes(part));
  });
}

async function inTurn<Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = [];
  for (let at = 0; at < items.length; at += readers) {
    values.push(...(await Promise.all(items.slice(at, at + readers).map(work))));
  }
  return values;
}

function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
