import { HabcError, metadataFiles } from "../../compiler/ir/index.ts";
import { archiveMembers, type ReadMember } from "./archive-read.ts";
import { expand } from "./archive-xz.ts";
import { memberPlace } from "./hart-place.ts";
import { type OpenHart, payloadOf, withHart } from "./hart-read.ts";
import type { SignedHeader } from "./signed-file.ts";

/** No metadata file is near this, not even a MANIFEST with its plan. */
const maxFileBytes = 16 * 1024 * 1024;

/** What is read unless something else is asked for: every metadata file but the list of files. */
const usualNames: readonly string[] = [
  ...Object.keys(metadataFiles),
  "MANIFEST",
  "PACKAGE_TYPE",
  "default.toml",
];

/** What a package says about itself. Nothing of it is verified. */
export interface HartMetadata {
  readonly file: string;
  readonly header: SignedHeader;
  /** `origin/name/version/release`. */
  readonly ident: string;
  /** The metadata files that there are, by name, without white space around their content. */
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Reads metadata files of a `.hart` without unpacking it. It ends as soon as it has every file
 * that was asked for.
 *
 * @param options.names The metadata files to read. Absent: all, except `FILES`.
 * @throws HabcError `usage` where the file cannot be read; `hart-invalid`; `tool-missing`.
 * @example
 * const { ident } = await readHartMetadata("acme-hello.hart", { names: ["TARGET"] });
 */
export async function readHartMetadata(
  file: string,
  { names = usualNames }: { readonly names?: readonly string[] } = {},
): Promise<HartMetadata> {
  return await withHart(file, async (hart) => {
    const { ident, metadata } = await collect(hart, new Set(["IDENT", ...names]));
    return { file, header: hart.header, ident, metadata };
  });
}

async function collect(hart: OpenHart, wanted: ReadonlySet<string>) {
  const { file } = hart;
  const metadata = new Map<string, string>();
  let ident: string | undefined;
  for await (const member of archiveMembers(expand(payloadOf(hart), file), file)) {
    const place = memberPlace(member.path);
    if (place === undefined) continue;
    ident ??= place.ident;
    if (ident !== place.ident) throw twoPackages(file, [ident, place.ident]);
    if (member.type !== "File" || !wanted.has(place.path)) continue;
    metadata.set(place.path, await textOfMember(member, file));
    if (metadata.size === wanted.size) break;
  }
  return { ident: checkIdent(file, { ident, written: metadata.get("IDENT") }), metadata };
}

/** That `IDENT` says what the folder's path says. */
export function checkIdent(
  file: string,
  { ident, written }: { readonly ident: string | undefined; readonly written: string | undefined },
): string {
  if (ident === undefined || written === undefined) {
    throw new HabcError("hart-invalid", `${file}: this is no package: it has no IDENT`);
  }
  if (written !== ident) {
    throw new HabcError("hart-invalid", `${file}: IDENT is ${written}, but the files are ${ident}`);
  }
  return ident;
}

export function twoPackages(file: string, idents: readonly [string, string]): HabcError {
  return new HabcError("hart-invalid", `${file}: it holds two packages: ${idents.join(" and ")}`);
}

async function textOfMember(member: ReadMember, file: string): Promise<string> {
  if (member.size > maxFileBytes) {
    throw new HabcError("hart-invalid", `${file}: ${member.path} is too large`);
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of member.content()) pieces.push(piece);
  return Buffer.concat(pieces).toString().trim();
}
