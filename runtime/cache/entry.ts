/**
 * An entry of the build cache: which package a key stands for, signed by the package's origin.
 *
 * The form is Habitat's signed file with JSON as its payload. Only who may sign the packages of an
 * origin can say which of them a key stands for, so that a folder which many machines write to
 * cannot pass off an old package as a new one.
 */
import type { Diagnostic } from "../../compiler/ir/index.ts";
import { blake2b } from "../crypto/digests.ts";
import type { KeyFile } from "../crypto/key-file.ts";
import { payloadOf, verifyOpenHart, withHart } from "../package/hart-read.ts";
import { signedHeader } from "../package/signed-file.ts";
import { openRegular } from "../source/regular-file.ts";

const format = 1;

/** A list of a few files and findings is never this long. */
const maxBytes = 1 << 22;

/** A file that a build left in the results folder. */
export interface CachedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a key stands for. */
export type Entry = PackageEntry | FurtherEntry;

export interface PackageEntry {
  readonly kind: "package";
  readonly key: string;
  readonly ident: string;
  readonly target: string;
  /** Of the `.hart`. */
  readonly blake2b: string;
  /** Of all that is in the package: see `contentDigest`. */
  readonly content: string;
  /** The `.hart` first, then what lies beside it. */
  readonly files: readonly [CachedFile, ...CachedFile[]];
  /** What the build found that did not end it; paths in the source tree are relative to it. */
  readonly findings: readonly Diagnostic[];
}

/**
 * The key does not say it all: the build asks for further packages than the plan declares. Which
 * ones it gets decides.
 */
export interface FurtherEntry {
  readonly kind: "further";
  readonly key: string;
  readonly needs: readonly string[];
}

/** @returns The bytes of an entry. */
export async function sealEntry(entry: Entry, key: KeyFile): Promise<Buffer> {
  const body = Buffer.from(`${JSON.stringify({ format, ...entry }, undefined, 1)}\n`);
  return Buffer.concat([Buffer.from(await signedHeader(await blake2b(body), key)), body]);
}

/** Who an entry must be from, and what it must be of. */
export interface ExpectedEntry {
  readonly key: string;
  readonly origin: string;
  readonly target: string;
  /** The folder of the public keys. */
  readonly keys: string;
}

/**
 * Reads an entry and makes sure of it.
 *
 * @returns Undefined where there is none.
 * @throws HabcError where it cannot be trusted; Error where it says what cannot be.
 */
export async function openEntry(file: string, expected: ExpectedEntry): Promise<Entry | undefined> {
  const handle = await openRegular(file);
  if (handle === undefined) return undefined;
  await handle.close();
  return withHart(file, async (hart) => {
    const { size } = await hart.handle.stat();
    if (size > maxBytes) throw new Error("it is too large");
    await verifyOpenHart(hart, expected);
    if (hart.header.signer.name !== expected.origin) throw new Error("another origin signed it");
    const pieces: Uint8Array[] = [];
    for await (const piece of payloadOf(hart)) pieces.push(piece);
    return checked(JSON.parse(Buffer.concat(pieces).toString()), expected);
  });
}

/** Who signed it may write what they like, but another version of habc may have meant it otherwise. */
function checked(value: Entry & { readonly format: unknown }, expected: ExpectedEntry): Entry {
  if (value.format !== format) throw new Error("another version of habc wrote it");
  if (value.key !== expected.key) throw new Error("it is the entry of another key");
  if (value.kind === "further") return value;
  const { origin, target } = expected;
  if (!value.ident.startsWith(`${origin}/`) || value.target !== target) {
    throw new Error("it is of another package");
  }
  const hart = `${value.ident.replaceAll("/", "-")}-${target}.hart`;
  const isOurs = ({ name }: CachedFile) => name.startsWith(hart) && !name.includes("/");
  if (value.files[0].name !== hart || !value.files.every(isOurs)) {
    throw new Error("its files are not those of its package");
  }
  return value;
}
