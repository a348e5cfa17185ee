import { execFile } from "node:child_process";
import { lstat, mkdir, readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { HabcError } from "../../compiler/ir/index.ts";
import { asideName, errorCode, sweepAside, syncFolder, unwritable } from "../crypto/aside.ts";
import { createBlake2b, type Hasher } from "../crypto/digests.ts";
import { type Extraction, startExtraction } from "./archive-extract.ts";
import { archiveMembers } from "./archive-read.ts";
import { textOf } from "./archive-tree.ts";
import { expand } from "./archive-xz.ts";
import { checkIdent, twoPackages } from "./hart-metadata.ts";
import { isAboveRelease, memberPlace } from "./hart-place.ts";
import { type OpenHart, payloadOf, verifyOpenHart, withHart } from "./hart-read.ts";

/** Where to unpack to, and what to trust. */
export interface UnpackOptions {
  /** The package store, such as `/hab/pkgs`. */
  readonly into: string;
  /** The folder of the key cache. */
  readonly keys: string;
}

/** A package in the store. */
export interface UnpackedHart {
  /** `origin/name/version/release`. */
  readonly ident: string;
  /** The release's folder in the store. */
  readonly folder: string;
  /** false where it was there already. */
  readonly unpacked: boolean;
}

/**
 * Installs a `.hart` into a package store: checks the signature, unpacks it aside, and gives it
 * its place by one rename. A release that is there already stays as it is.
 *
 * @throws HabcError as {@link verifyOpenHart}; `hart-invalid` for a package that would write
 *   outside its folder; `results-unwritable`; `tool-missing`.
 */
export async function unpackHart(file: string, options: UnpackOptions): Promise<UnpackedHart> {
  return await withHart(file, async (hart) => {
    const { digest } = await verifyOpenHart(hart, options);
    const ident = await identOf(hart);
    const folder = join(options.into, ident);
    try {
      const unpacked =
        !(await isThere(folder)) && (await unpack(hart, { ...options, ident, digest }));
      return { ident, folder, unpacked };
    } catch (thrown) {
      throw unwritable(folder, thrown);
    }
  });
}

interface Release {
  readonly into: string;
  readonly ident: string;
  /** The payload's checksum as it was verified. */
  readonly digest: string;
}

/** Returns false where another process was quicker. */
async function unpack(hart: OpenHart, { into, ident, digest }: Release): Promise<boolean> {
  const { file } = hart;
  const folder = join(into, ident);
  const plain = join(into, ident.replaceAll("/", "-"));
  const aside = asideName(plain);
  await mkdir(into, { recursive: true });
  await sweepAside(plain);
  await mkdir(aside, { mode: 0o700 });
  const extraction = startExtraction(
    aside,
    (what) => new HabcError("hart-invalid", `${file}: ${what}`),
  );
  let placed = false;
  try {
    const hasher = await createBlake2b();
    await extractMembers(hart, { ident, hasher, extraction });
    if (hasher.hex() !== digest) {
      throw new HabcError("hart-signature", `${file}: the file was changed while it was unpacked`);
    }
    checkIdent(file, { ident, written: await readIdent(aside) });
    extraction.seal();
    await syncAll(aside);
    placed = await moveInto(aside, folder);
    if (placed) extraction.sealTop(folder);
    return placed;
  } finally {
    if (!placed) extraction.discard();
  }
}

interface Extracting {
  readonly ident: string;
  /** Takes the compressed bytes. */
  readonly hasher: Hasher;
  readonly extraction: Extraction;
}

async function extractMembers(
  hart: OpenHart,
  { ident, hasher, extraction }: Extracting,
): Promise<void> {
  const { file } = hart;
  const payload = expand(hashed(payloadOf(hart), hasher), file);
  for await (const member of archiveMembers(payload, file)) {
    const place = memberPlace(member.path);
    if (place === undefined) {
      if (member.type === "Directory" && isAboveRelease(member.path, ident)) continue;
      throw new HabcError("hart-invalid", `${file}: ${textOf(member.path)} is outside the package`);
    }
    if (place.ident !== ident) throw twoPackages(file, [ident, place.ident]);
    const target = member.type === "Link" ? memberPlace(member.linkPath) : undefined;
    const linkPath = target?.ident === ident ? target.path : undefined;
    await extraction.add(member, { path: place.path, linkPath });
  }
}

async function identOf(hart: OpenHart): Promise<string> {
  const { file } = hart;
  for await (const { path, type } of archiveMembers(expand(payloadOf(hart), file), file)) {
    const place = memberPlace(path);
    if (place !== undefined) return place.ident;
    if (type !== "Directory") break;
  }
  throw new HabcError(
    "hart-invalid",
    `${file}: it is no package: its first file is not below hab/pkgs`,
  );
}

async function* hashed(
  pieces: AsyncIterable<Uint8Array>,
  hasher: Hasher,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    hasher.update(piece);
    yield piece;
  }
}

async function readIdent(folder: string): Promise<string | undefined> {
  return await readFile(join(folder, "IDENT"), "utf8").then(
    (text) => text.trim(),
    () => undefined,
  );
}

async function isThere(path: string): Promise<boolean> {
  return await lstat(path).then(
    () => true,
    (thrown: unknown) => {
      if (errorCode(thrown) === "ENOENT") return false;
      throw thrown;
    },
  );
}

async function moveInto(aside: string, folder: string): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    try {
      await mkdir(dirname(folder), { recursive: true });
      await rename(aside, folder);
      break;
    } catch (thrown) {
      const code = errorCode(thrown);
      if (code === "ENOTEMPTY" || code === "EEXIST") return false;
      // Another process uninstalled what was beside it, and the empty folder too.
      if (code !== "ENOENT" || tries === 10) throw thrown;
    }
  }
  await syncFolder(dirname(folder));
  return true;
}

/**
 * Brings every file below a folder to the disk with one call for the whole file system, since
 * one for each of thousands of files takes longer than unpacking them.
 */
async function syncAll(folder: string): Promise<void> {
  // Without the program only a loss of power right now could do harm.
  await promisify(execFile)("sync", ["--file-system", folder]).catch(() => {});
}
