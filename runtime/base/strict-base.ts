/** The part of the host that a build with `--strict` stands on: copied once, as long as it is the same. */
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, lstatSync, mkdirSync, realpathSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { asideName, errorCode, sweepAside, unwritable } from "../crypto/aside.ts";
import { isFolder } from "../look.ts";
import type { Locations } from "../store/locations.ts";
import { librariesOf, loaderOf } from "../studio/carried.ts";
import { removeTree } from "../studio/remove-tree.ts";
import type { StudioBase } from "../studio/studio.ts";
import { backlineData, backlinePrograms } from "./backline.ts";

/** Where the programs themselves are; `/usr/bin` has links to them. */
const programsInside = "/var/lib/habc/backline";

/** The folders of `/usr` that it has parts of; the others are empty until a stand-in is shown. */
const parts = ["include", "lib", "lib32", "lib64", "libexec", "share"];

/** How the folders at the top lead into `/usr`, whatever they are on the host. */
const topLinks: Readonly<Record<string, string>> = {
  "/bin": "usr/bin",
  "/lib": "usr/lib",
  "/lib64": "usr/lib64",
  "/sbin": "usr/bin",
  "/usr/sbin": "bin",
};

/** @throws HabcError `results-unwritable`, `studio-failed`. */
export async function strictBase({ artifactCache }: Locations): Promise<StudioBase> {
  const programs = backlinePrograms();
  const identity = identityOf(programs);
  const folder = join(dirname(artifactCache), "bases", `strict-${identity}`);
  if (!isFolder(folder)) await make(folder, programs);
  const inBin = [...programs.keys()].map(
    (name) => [`/usr/bin/${name}`, `${programsInside}/${name}`] as const,
  );
  return {
    folders: [
      { host: join(folder, "bin"), inside: programsInside },
      ...parts.map((part) => ({ host: join(folder, part), inside: `/usr/${part}` })),
    ],
    links: { ...topLinks, ...Object.fromEntries(inBin) },
  };
}

/** The programs as they are, and the loader's cache, which changes with every library. */
function identityOf(programs: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  for (const path of [...programs.values(), ...backlineData, "/etc/ld.so.cache", "/usr/lib"]) {
    const stats = existsSync(path) ? lstatSync(realpathSync(path)) : undefined;
    hash.update(`${path} ${stats?.size} ${stats?.mtimeMs} ${stats?.ino}\n`);
  }
  return hash.digest("hex");
}

async function make(folder: string, programs: ReadonlyMap<string, string>): Promise<void> {
  const aside = asideName(folder);
  try {
    await mkdir(dirname(folder), { recursive: true });
    await sweepAside(folder);
    for (const part of ["bin", ...parts]) await mkdir(join(aside, part), { recursive: true });
    fill(aside, programs);
    await rename(aside, folder);
  } catch (thrown) {
    await removeTree(aside);
    // Another build was quicker.
    if (["EEXIST", "ENOTEMPTY"].includes(errorCode(thrown) ?? "")) return;
    throw unwritable(folder, thrown);
  }
}

function fill(folder: string, programs: ReadonlyMap<string, string>): void {
  const libraries = new Set<string>();
  for (const [name, path] of programs) {
    copyFileSync(path, join(folder, "bin", name));
    const loader = loaderOf(path);
    if (loader === undefined) continue;
    for (const library of [loader, ...librariesOf(path, loader).map((one) => one.path)]) {
      libraries.add(library);
    }
  }
  for (const library of libraries) copyTo(folder, library);
  for (const path of backlineData.filter((one) => existsSync(one))) {
    cpSync(path, join(folder, path.replace("/usr/", "")), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
  // What `/etc/localtime` leads to.
  const zone = existsSync("/etc/localtime") ? realpathSync("/etc/localtime") : "";
  if (zone.startsWith("/usr/share/")) copyTo(folder, zone);
}

/** Copies `/usr/lib/x` or `/lib/x` to `lib/x`. */
function copyTo(folder: string, path: string): void {
  const place = join(realpathSync(dirname(path)), basename(path)).replace(/^\/(usr\/)?/, "");
  const target = join(folder, place);
  if (!parts.includes(place.split("/")[0] ?? "") || existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(path, target);
}
