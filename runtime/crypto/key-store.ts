/** Puts key files in place: whole or not at all, and never over a different one. */
import { link, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { asideName, errorCode, sweepAside, syncFolder, unwritable } from "./aside.ts";
import { blake2b } from "./digests.ts";
import { formatKeyFile, type KeyFile, keyFileName } from "./key-file.ts";
import { keyFileMode } from "./key-kinds.ts";

/** Where a key is, and whether it was put there just now. */
export interface StoredKey {
  readonly file: string;
  readonly written: boolean;
}

/**
 * Writes a key into a cache folder that exists. The same key again changes nothing.
 *
 * @throws HabcError `key-exists` where a different key has the name; `results-unwritable`.
 */
export async function storeKey(folder: string, key: KeyFile): Promise<StoredKey> {
  const file = join(folder, keyFileName(key));
  if (await claimKey(folder, key)) return { file, written: true };

  const incoming = Buffer.from(formatKeyFile(key));
  const existing = await readFile(file).catch((thrown: unknown) => {
    throw unwritable(file, thrown);
  });
  if (!incoming.equals(existing)) {
    const [there, here] = await Promise.all([blake2b(existing), blake2b(incoming)]);
    throw new HabcError(
      "key-exists",
      `${file} holds a different key: BLAKE2b ${there} is there, ${here} was to be written`,
      { hint: "keep the key that is there, or move it away first" },
    );
  }
  return { file, written: false };
}

/**
 * Writes a key unless there is a file of its name.
 *
 * @returns Whether the name was free.
 */
export async function claimKey(folder: string, key: KeyFile): Promise<boolean> {
  const file = join(folder, keyFileName(key));
  const aside = asideName(file);
  await sweepAside(file);
  try {
    const handle = await open(aside, "wx", 0o600);
    try {
      await handle.writeFile(formatKeyFile(key));
      await handle.chmod(keyFileMode(key.kind));
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A link, unlike a rename, does not replace what is there.
    await link(aside, file);
    await syncFolder(folder);
    return true;
  } catch (thrown) {
    if (errorCode(thrown) === "EEXIST") return false;
    throw unwritable(file, thrown);
  } finally {
    await rm(aside, { force: true });
  }
}
