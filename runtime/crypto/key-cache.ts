/** Finding keys in a cache folder, by the exact name of the origin. */
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Diagnostic, HabcError, isHabcError, systemReason } from "../../compiler/ir/index.ts";
import { errorCode } from "./aside.ts";
import { type KeyFile, keyFileName, parseKeyFile, publicHalf } from "./key-file.ts";
import { type KeyKind, keyKinds } from "./key-kinds.ts";
import { formatKeyName, type KeyName, parseKeyName } from "./key-name.ts";

/** A key of a cache, without the key itself. */
export interface ListedKey extends KeyName {
  readonly kind: KeyKind;
  readonly file: string;
}

/**
 * Every key of a cache folder, sorted by name, revision and kind. A folder that does not exist
 * holds none.
 *
 * @returns The keys, and a finding for each file that has a key's name but is none.
 */
export async function listKeys(
  folder: string,
): Promise<{ readonly keys: readonly ListedKey[]; readonly problems: readonly Diagnostic[] }> {
  const keys: ListedKey[] = [];
  const problems: Diagnostic[] = [];
  for (const entry of await keyFileNames(folder)) {
    const file = join(folder, entry.fileName);
    try {
      const { kind } = await readKey(file);
      keys.push({ ...entry.name, kind, file });
    } catch (thrown) {
      if (!isHabcError(thrown)) throw thrown;
      problems.push(thrown.diagnostic);
    }
  }
  return { keys, problems };
}

/**
 * The newest secret key of an origin, checked against its public key where that is there too.
 *
 * @throws HabcError `key-missing`, exit status 35; `key-invalid`.
 */
export async function latestSecretKey(folder: string, origin: string): Promise<KeyFile> {
  const [newest] = await revisionsOf(folder, origin, "signing-secret");
  if (newest === undefined) throw noKey(folder, origin, "signing-secret");
  const secret = await readKey(join(folder, newest));
  await checkPartner(folder, secret);
  return secret;
}

/**
 * The newest public signing key of an origin. Encryption keys of its name are passed over.
 *
 * @throws HabcError `key-missing`; `key-invalid`.
 */
export async function latestPublicKey(folder: string, origin: string): Promise<KeyFile> {
  for (const fileName of await revisionsOf(folder, origin, "signing-public")) {
    const key = await readKey(join(folder, fileName));
    if (key.kind === "signing-public") return key;
  }
  throw noKey(folder, origin, "signing-public");
}

/**
 * The public signing key of exactly this name and revision.
 *
 * @throws HabcError `key-missing` where the cache does not hold it; `key-invalid`.
 */
export async function findPublicKey(folder: string, name: KeyName): Promise<KeyFile> {
  const file = join(folder, keyFileName({ ...name, kind: "signing-public" }));
  const key = await readKeyIfThere(file);
  if (key === undefined) {
    throw new HabcError(
      "key-missing",
      `the public key ${formatKeyName(name)} is not in the key cache ${folder}`,
      {
        hint: "import it with `habc origin key import`, once you know it to be the right one",
        exitCode: 1,
      },
    );
  }
  if (key.kind !== "signing-public") {
    throw new HabcError(
      "key-invalid",
      `${file} is a ${keyKinds[key.kind].title}, not a public origin key`,
    );
  }
  return key;
}

/**
 * That a secret and a public key of one name, one of them in the cache, are a pair.
 *
 * @throws HabcError `key-invalid` where they are not.
 */
export async function checkPartner(folder: string, key: KeyFile): Promise<void> {
  const isSecret = key.kind === "signing-secret";
  const kind = isSecret ? "signing-public" : "signing-secret";
  const file = join(folder, keyFileName({ ...key, kind }));
  const partner = await readKeyIfThere(file);
  if (partner?.kind !== kind) return;
  const [one, other] = isSecret ? [publicHalf(key), partner] : [key, publicHalf(partner)];
  if (Buffer.compare(one.material, other.material) !== 0) {
    const title = keyKinds[key.kind].title;
    throw new HabcError(
      "key-invalid",
      `the ${title} ${formatKeyName(key)} does not belong to ${file}, which has its name`,
    );
  }
}

/** The files of an origin's keys of a kind, the newest first. */
async function revisionsOf(folder: string, origin: string, kind: KeyKind): Promise<string[]> {
  const { suffix } = keyKinds[kind];
  const entries = await keyFileNames(folder);
  return entries
    .filter((entry) => entry.name.name === origin && entry.suffix === suffix)
    .map(({ fileName }) => fileName)
    .reverse();
}

/** Everything in a folder that has the name of a key file, sorted. */
async function keyFileNames(folder: string) {
  const names = await readdir(folder).catch((thrown: unknown) => {
    if (errorCode(thrown) === "ENOENT") return [];
    throw unreadable(folder, thrown);
  });
  const suffixes = new Set(Object.values(keyKinds).map(({ suffix }) => `.${suffix}`));
  return names.sort().flatMap((fileName) => {
    const [, start = "", suffix = ""] = /^(.+-\d{14})(\..+)$/.exec(fileName) ?? [];
    const name = suffixes.has(suffix) ? parseKeyName(start) : undefined;
    return name === undefined ? [] : [{ fileName, name, suffix: suffix.slice(1) }];
  });
}

async function readKeyIfThere(file: string): Promise<KeyFile | undefined> {
  try {
    return await readKey(file);
  } catch (thrown) {
    if (thrown instanceof HabcError && errorCode(thrown.cause) === "ENOENT") return undefined;
    throw thrown;
  }
}

/** Reads a key file, whose name must be that of the key in it. */
async function readKey(file: string): Promise<KeyFile> {
  const text = await readFile(file, "utf8").catch((thrown: unknown) => {
    throw unreadable(file, thrown);
  });
  const key = parseKeyFile(text, file);
  if (basename(file) !== keyFileName(key)) {
    throw new HabcError(
      "key-invalid",
      `${file} holds the ${keyKinds[key.kind].title} ${formatKeyName(key)}, which is not what its name says`,
    );
  }
  return key;
}

function unreadable(path: string, cause: unknown): HabcError {
  const reason = systemReason(cause) ?? "unknown error";
  return new HabcError("key-missing", `${path} cannot be read: ${reason}`, { cause });
}

function noKey(folder: string, origin: string, kind: KeyKind): HabcError {
  return new HabcError(
    "key-missing",
    `there is no ${keyKinds[kind].title} of ${origin} in the key cache ${folder}`,
    {
      hint: `\`habc origin key generate ${origin}\` makes a pair, \`habc origin key import\` takes an existing one; HAB_CACHE_KEY_PATH names another cache`,
    },
  );
}
