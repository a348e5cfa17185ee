/**
 * `FILES`: the checksum of every file of a package, signed like a `.hart`.
 *
 * One line `<BLAKE2b-256 in hexadecimal>  <absolute path>` for each regular file, in the order
 * of the paths' bytes. Source: Habitat, plan-build's rendering of `FILES`.
 */
import { createBLAKE2b } from "hash-wasm";
import { HabcError } from "../../compiler/ir/index.ts";
import { blake2b } from "../crypto/digests.ts";
import type { KeyFile } from "../crypto/key-file.ts";
import { type ByteText, bytesOf, pathOf, textOf, walkTree } from "./archive-tree.ts";
import { signedHeader } from "./signed-file.ts";

/** Written after `FILES` is made, so they cannot be in it. */
const laterFiles: ReadonlySet<ByteText> = new Set(["FILES", "MANIFEST"]);

/** A package's folder, and the absolute path that it has where it is installed. */
export interface InstalledTree {
  readonly folder: string;
  readonly prefix: string;
}

/**
 * The signed content of `FILES`, as bytes: paths need not be valid UTF-8.
 *
 * @throws HabcError `package-content`; `metadata-invalid` for a path with a line break.
 */
export async function renderFilesList(tree: InstalledTree, key: KeyFile): Promise<Buffer> {
  const body = await filesListBody(tree);
  return Buffer.concat([Buffer.from(await signedHeader(await blake2b(body), key)), body]);
}

/** The lines of `FILES`, without the header. */
export async function filesListBody({ folder, prefix }: InstalledTree): Promise<Buffer> {
  const hasher = await createBLAKE2b(256);
  const lines: { readonly path: ByteText; readonly digest: string }[] = [];
  for (const entry of walkTree(folder)) {
    if (entry.kind !== "file" || laterFiles.has(entry.path)) continue;
    if (entry.path.includes("\n")) throw lineBreak(`${folder}/${textOf(entry.path)}`);
    hasher.init();
    for (const piece of entry.content()) hasher.update(piece);
    lines.push({ path: entry.path, digest: hasher.digest() });
  }
  const root = bytesOf(prefix);
  const text = lines
    .sort((one, other) => (one.path < other.path ? -1 : 1))
    .map(({ path, digest }) => `${digest}  ${root}/${path}\n`)
    .join("");
  return pathOf(text);
}

function lineBreak(path: string): HabcError {
  return new HabcError(
    "metadata-invalid",
    `the name of the file ${JSON.stringify(path)} has a line break, which FILES cannot hold`,
    { hint: "remove or rename the file at the end of do_install" },
  );
}
