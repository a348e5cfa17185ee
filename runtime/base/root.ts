/** A base that is a root file system: a folder, or an archive of one. */
import { createHash } from "node:crypto";
import { createReadStream, lstatSync, readdirSync, readlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { isFile, isFolder } from "../look.ts";
import type { BaseContext } from "./base.ts";
import { unpackRoot } from "./unpack-root.ts";

/** A root file system on this machine. */
export interface Root {
  readonly folder: string;
  readonly kind: "folder" | "archive";
  /** What it is known by: a checksum of the archive, or of names, sizes and times in the folder. */
  readonly digest: string;
}

const archiveName = /\.(tar|tar\.gz|tgz|tar\.xz|txz|tar\.bz2|tar\.zst)$/;

/**
 * @param base An absolute path.
 * @throws HabcError `base-unusable`, `results-unwritable`, `tool-missing`.
 */
export async function openRoot(base: string, { locations }: BaseContext): Promise<Root> {
  if (isFolder(base)) {
    refuseOther(base, base);
    return { folder: base, kind: "folder", digest: `listing:${listingOf(base)}` };
  }
  if (!isFile(base)) {
    throw new HabcError("base-unusable", `there is no base ${base}`, {
      hint: "`--base` is `host`, `packages`, the folder of a root file system, or a tar archive of one",
    });
  }
  if (!archiveName.test(base)) {
    throw new HabcError("base-unusable", `${base} is no tar archive by its name`, {
      hint: "expected a name that ends with .tar, .tar.gz or .tar.xz",
    });
  }
  const sha256 = await sha256Of(base);
  const folder = join(dirname(locations.artifactCache), "bases", sha256);
  if (!isFolder(folder)) await unpackRoot(base, folder, (made) => refuseOther(made, base));
  return { folder, kind: "archive", digest: `sha256:${sha256}` };
}

/** Whatever runs a plan, it runs bash. */
function refuseOther(folder: string, base: string): void {
  const places = ["bin/bash", "usr/bin/bash", "usr/local/bin/bash"];
  const isThere = (place: string) =>
    lstatSync(join(folder, place), { throwIfNoEntry: false }) !== undefined;
  if (places.some(isThere)) return;
  const isRoot = ["bin", "usr"].some(isThere);
  throw new HabcError(
    "base-unusable",
    isRoot ? `${base} has no bash` : `${base} is no root file system: it has neither bin nor usr`,
    {
      hint: isRoot
        ? "plans are bash: install it in the root file system"
        : "a base has the folders of a whole system at its top, as `docker export` gives them",
    },
  );
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex");
}

/** Reading all of it would take longer than most builds. */
function listingOf(root: string): string {
  const hash = createHash("sha256");
  const visit = (folder: string) => {
    for (const name of readdirSync(join(root, folder)).sort()) {
      const path = `${folder}${name}`;
      const stats = lstatSync(join(root, path));
      if (stats.isDirectory()) visit(`${path}/`);
      else if (stats.isSymbolicLink()) hash.update(`${path} ${readlinkSync(join(root, path))}\n`);
      else hash.update(`${path} ${stats.size} ${Math.floor(stats.mtimeMs / 1000)}\n`);
    }
  };
  for (const name of readdirSync(root).sort()) {
    if (!["dev", "proc", "sys", "run", "tmp", "home", "root"].includes(name)) {
      if (lstatSync(join(root, name)).isDirectory()) visit(`${name}/`);
    }
  }
  return hash.digest("hex");
}
