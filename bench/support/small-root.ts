/** A root file system that is just large enough for a build, made of the programs of this machine. */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What the phases of a build run. */
export const smallPrograms =
  "bash cat chmod cp cut date dirname env find grep head id ls mkdir mktemp mv readlink realpath rm sed sort strip tar touch tr uname wc xz".split(
    " ",
  );

/** The absolute path of a program. */
export function whereIs(program: string): string {
  return execFileSync("sh", ["-c", 'command -v "$0"', program], { encoding: "utf8" }).trim();
}

/** The files that the loader opens for a program, the loader among them. */
export function librariesOf(program: string): string[] {
  const listing = execFileSync("ldd", [realpathSync(program)], { encoding: "utf8" });
  return [...listing.matchAll(/(\/\S+) \(0x/g)].map(([, path = ""]) => path);
}

/** Fills a folder: `usr` with programs and libraries, links to it, and a file to know it by. */
export function makeSmallRoot(root: string): void {
  const copy = (from: string, to: string) => {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    copyFileSync(realpathSync(from), join(root, to));
  };
  for (const name of ["bin", "lib", "lib64"]) {
    mkdirSync(join(root, "usr", name), { recursive: true });
    symlinkSync(`usr/${name}`, join(root, name));
  }
  for (const program of smallPrograms.map(whereIs)) {
    copy(program, `usr/bin/${basename(program)}`);
    for (const library of librariesOf(program)) copy(library, usr(library));
  }
  symlinkSync("bash", join(root, "usr/bin/sh"));
  mkdirSync(join(root, "etc"));
  mkdirSync(join(root, "usr/share"));
  writeFileSync(join(root, "etc/os-release"), "ID=small\n");
  writeFileSync(join(root, "usr/share/mark"), "the small root\n");
}

function usr(path: string): string {
  return path.startsWith("/usr/") ? path.slice(1) : `usr${path}`;
}
