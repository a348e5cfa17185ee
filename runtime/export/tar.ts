/** `pkg export tar`: a package with all that it runs with as one archive of `/hab`. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { archiveEnd } from "../package/archive-member.ts";
import { archivePieces } from "../package/archive-write.ts";
import { type Closure, releaseTime } from "./closure.ts";
import { type WrittenFile, writeGzip } from "./file.ts";

/**
 * Writes `<origin>-<name>-<version>-<release>.tar.gz`, which unpacks to `hab/pkgs/…` at the root
 * of a machine or a container. The same packages give the same bytes.
 *
 * @param folder Where to write; made where it is not there.
 * @throws HabcError `results-unwritable`, `package-content`.
 */
export async function exportTar({ main, packages }: Closure, folder: string): Promise<WrittenFile> {
  const { origin, name, version, release } = main.ident;
  const file = join(folder, `${origin}-${name}-${version}-${release}.tar.gz`);
  await mkdir(folder, { recursive: true });
  function* pieces() {
    for (const found of packages) {
      const source = {
        folder: found.hostPath,
        root: found.path.slice(1),
        mtime: releaseTime(found),
      };
      // Each archive ends with two empty blocks, which stand only at the end of the whole.
      for (const piece of archivePieces(source)) if (piece !== archiveEnd) yield piece;
    }
    yield archiveEnd;
  }
  const { contentSha256: _, ...written } = await writeGzip(pieces(), { folder, name: () => file });
  return written;
}
