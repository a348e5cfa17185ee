/**
 * Programs of the host that run in a studio whose base is another one. Each comes with the loader
 * and the libraries of the host, in a folder that no search path names.
 */
import { execFileSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { basename, join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { readElfFile } from "../linkage/elf/file.ts";
import { textOf } from "../package/archive-tree.ts";
import type { Shown } from "./studio.ts";

/** Nobody inside can rename it: process 1 starts programs from there with all its rights. */
const folderInside = "/var/lib/habc/host";

/** What has to be shown, and how the programs are started then. */
export interface CarriedPrograms {
  readonly shown: readonly Shown[];
  /** @returns The words of a command, without arguments. */
  command(program: string): readonly string[];
}

/**
 * @param programs Absolute paths on the host; no two with the same last part.
 * @throws HabcError `studio-failed` where the loader of a program does not find its libraries.
 */
export function carryPrograms(programs: readonly string[]): CarriedPrograms {
  const shown = new Map<string, string>();
  const commands = new Map<string, readonly string[]>();
  const show = (host: string, inside: string) => {
    shown.set(join(folderInside, inside), realpathSync(host));
    return join(folderInside, inside);
  };
  for (const program of programs) {
    const file = show(program, `bin/${basename(program)}`);
    const loader = loaderOf(program);
    if (loader === undefined) {
      commands.set(program, [file]);
      continue;
    }
    for (const { name, path } of librariesOf(program, loader)) show(path, `lib/${name}`);
    const start = show(loader, `lib/${basename(loader)}`);
    commands.set(program, [start, "--library-path", join(folderInside, "lib"), file]);
  }
  return {
    shown: [...shown].map(([inside, host]) => ({ host, inside, writable: false })),
    command: (program) => commands.get(program) ?? [program],
  };
}

/** What the kernel starts in place of a program; undefined for a static one and for a script. */
export function loaderOf(program: string): string | undefined {
  const interpreter = readElfFile(Buffer.from(realpathSync(program)))?.interpreter;
  return interpreter === undefined ? undefined : textOf(interpreter);
}

/** A library as a program names it, and where the loader finds it. */
export interface Library {
  readonly name: string;
  readonly path: string;
}

/**
 * What the loader opens for a program. As `ldd` does it: the loader knows best, and those of glibc
 * and of musl take the option.
 *
 * @throws HabcError `studio-failed`.
 */
export function librariesOf(program: string, loader: string): Library[] {
  let listing: string;
  try {
    listing = execFileSync(loader, ["--list", program], { encoding: "utf8", env: {} });
  } catch (cause) {
    throw new HabcError("studio-failed", `${loader} does not list the libraries of ${program}`, {
      cause,
    });
  }
  return [...listing.matchAll(/^\s*(\S+) => (\/.*?) \(0x[0-9a-f]+\)$/gm)].map(
    ([, name = "", path = ""]) => ({ name: basename(name), path }),
  );
}
