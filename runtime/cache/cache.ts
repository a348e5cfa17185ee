/** Finds and keeps the packages of builds, in one folder or in several. */
import { join } from "node:path";
import { isHabcError } from "../../compiler/ir/index.ts";
import { errorCode } from "../crypto/aside.ts";
import { latestSecretKey } from "../crypto/key-cache.ts";
import type { EventSink } from "../events.ts";
import { type CachedFile, type Entry, type ExpectedEntry, openEntry, sealEntry } from "./entry.ts";
import { contentFile, entryFile, keepEntry, keepFile } from "./folder.ts";

/** An entry that can be trusted, and the cache folder that has it. */
export interface FoundEntry<E extends Entry = Entry> {
  readonly entry: E;
  readonly folder: string;
}

/** What is looked for. */
export type Wanted = ExpectedEntry & { readonly events: EventSink };

/** What looking for an entry came to. */
export interface EntrySearch {
  readonly found?: FoundEntry;
  /** Something under the key could not be trusted, and is to be replaced. */
  readonly spoilt: boolean;
}

/**
 * Looks for an entry in each folder in turn. One that cannot be trusted is told of and passed over.
 *
 * @param folders Cache folders; they need not be there.
 */
export async function findEntry(folders: readonly string[], wanted: Wanted): Promise<EntrySearch> {
  let spoilt = false;
  for (const folder of folders) {
    const file = entryFile(folder, wanted.key);
    try {
      const entry = await openEntry(file, wanted);
      if (entry !== undefined) return { found: { entry, folder }, spoilt };
    } catch (thrown) {
      spoilt = true;
      refuse(file, thrown, wanted.events);
    }
  }
  return { spoilt };
}

/** Tells that something in the cache is not used. */
export function refuse(file: string, thrown: unknown, events: EventSink): void {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  const message = why.startsWith(file) ? why : `${file}: ${why}`;
  events({
    type: "diagnostic",
    diagnostic: {
      code: "cache-refused",
      severity: "warning",
      message: `the build cache is not used here: ${message}`,
      hint: "the plan is built, and its package takes the place of the entry",
      spans: [],
    },
  });
}

/** What is kept. */
export interface Kept {
  readonly entry: Entry;
  /** The folder that has the files now. */
  readonly results: string;
  readonly origin: string;
  /** The folder of the keys. */
  readonly keys: string;
  /** Whether an entry that is there gives way. */
  readonly replace: boolean;
}

/**
 * Keeps an entry with its files, in the first folder that can be written to.
 *
 * @returns False where another build has put its own entry there first.
 */
export async function keep(folders: readonly string[], kept: Kept): Promise<boolean> {
  const { entry, results, replace } = kept;
  const bytes = await sealEntry(entry, await latestSecretKey(kept.keys, kept.origin));
  for (const folder of folders) {
    try {
      for (const file of filesOf(entry)) await keepFile(folder, join(results, file.name), file);
      return await keepEntry(entryFile(folder, entry.key), bytes, { replace });
    } catch (thrown) {
      if (isHabcError(thrown) || !isUnwritable(thrown)) throw thrown;
    }
  }
  return true;
}

/** A cache that is read-only or full is no reason to fail: the package is there. */
function isUnwritable(thrown: unknown): boolean {
  return ["EACCES", "EDQUOT", "ENOSPC", "ENOTDIR", "EPERM", "EROFS"].includes(
    errorCode(thrown) ?? "",
  );
}

function filesOf(entry: Entry): readonly CachedFile[] {
  return entry.kind === "package" ? entry.files : [];
}

/** Where a found package's files lie; nothing of them is verified. */
export function placeOf({ folder }: FoundEntry, file: CachedFile): string {
  return contentFile(folder, file);
}
