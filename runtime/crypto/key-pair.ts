/** Making keys, and carrying them into and out of a cache. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { generateSecretKey } from "./ed25519.ts";
import { checkPartner, latestPublicKey, latestSecretKey } from "./key-cache.ts";
import { formatKeyFile, type KeyFile, keyFileName, parseKeyFile, publicHalf } from "./key-file.ts";
import { makeKeyFolder } from "./key-folder.ts";
import { keyKinds } from "./key-kinds.ts";
import { formatKeyName, type KeyName, revisionOf } from "./key-name.ts";
import { claimKey, type StoredKey, storeKey } from "./key-store.ts";

/** What a depot and Habitat's own tools accept as an origin. Source: Habitat, `core/src/origin.rs`. */
const originPattern = /^[a-z0-9][a-z0-9_-]{0,254}$/;

/** A new pair in a cache. */
export interface GeneratedPair extends KeyName {
  readonly publicFile: string;
  readonly secretFile: string;
}

/** One key file as text. */
export interface ExportedKey {
  /** The name that the file has in a cache. */
  readonly fileName: string;
  readonly text: string;
}

/**
 * Makes a pair of signing keys for an origin.
 *
 * Its revision is the present second, or the next one that no other pair of the origin has.
 *
 * @throws HabcError `usage` for what is no origin; `results-unwritable`.
 */
export async function generateKeyPair(
  folder: string,
  { origin, now = new Date() }: { readonly origin: string; readonly now?: Date },
): Promise<GeneratedPair> {
  if (!originPattern.test(origin)) {
    throw new HabcError("usage", `not an origin: ${JSON.stringify(origin)}`, {
      hint: "an origin is lower-case letters, digits, dashes and underscores, and begins with a letter or a digit",
    });
  }
  await makeKeyFolder(folder);
  const material = generateSecretKey();
  for (let seconds = 0; ; seconds += 1) {
    const revision = revisionOf(new Date(now.getTime() + seconds * 1000));
    const secret: KeyFile = { kind: "signing-secret", name: origin, revision, material };
    const open = publicHalf(secret);
    // The public key first: alone it does no harm, and it reserves the name for the other.
    if (!(await claimKey(folder, open))) continue;
    const publicFile = join(folder, keyFileName(open));
    const secretFile = join(folder, keyFileName(secret));
    try {
      if (await claimKey(folder, secret)) return { name: origin, revision, publicFile, secretFile };
    } catch (thrown) {
      await rm(publicFile, { force: true });
      throw thrown;
    }
    await rm(publicFile, { force: true });
  }
}

/**
 * Puts an origin's public or secret key into a cache.
 *
 * @param source.text The content of a key file.
 * @param source.file What to call it in errors: its path, or `standard input`.
 * @throws HabcError `key-invalid`; `key-exists`; `results-unwritable`.
 */
export async function importKey(
  folder: string,
  source: { readonly text: string; readonly file: string },
): Promise<StoredKey & Pick<KeyFile, "kind" | "name" | "revision">> {
  const key = parseKeyFile(source.text, source.file);
  const { kind, name, revision } = key;
  if (kind !== "signing-public" && kind !== "signing-secret") {
    const { title, version } = keyKinds[kind];
    throw new HabcError(
      "key-invalid",
      `${source.file}: ${formatKeyName(key)} is a ${title} (${version}), not an origin's signing key`,
    );
  }
  await makeKeyFolder(folder);
  await checkPartner(folder, key);
  return { ...(await storeKey(folder, key)), kind, name, revision };
}

/**
 * The newest key of an origin as the text of a key file.
 *
 * @throws HabcError `key-missing`; `key-invalid`.
 */
export async function exportKey(
  folder: string,
  { origin, secret = false }: { readonly origin: string; readonly secret?: boolean },
): Promise<ExportedKey> {
  const find = secret ? latestSecretKey : latestPublicKey;
  const key = await find(folder, origin);
  return { fileName: keyFileName(key), text: formatKeyFile(key) };
}
