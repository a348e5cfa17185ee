/**
 * Links to a package's programs in a folder that is on everybody's `PATH`.
 *
 * Source: Habitat, `command/pkg/binlink.rs`. Where packages lie elsewhere than at `/hab/pkgs`, a
 * link would lead nowhere: a script that runs the program by way of `habc pkg exec` stands for it.
 */
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { chmod, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { asideName, errorCode, sweepAside, unwritable } from "../crypto/aside.ts";
import { isAbsence, type Package, packagesInside } from "../store/package.ts";
import { isElsewhere } from "./start-command.ts";

/** Where links go, and how. */
export interface BinlinkOptions {
  /** The folder on this machine. Made where it is missing. */
  readonly folder: string;
  /** The package store on this machine. */
  readonly packages: string;
  /** Whether other files of the same names are replaced. */
  readonly force: boolean;
  /** The command that runs habc again with the same store, for the scripts. */
  readonly habc: readonly string[];
}

/** What became of one link. */
export interface Binlinked {
  readonly link: string;
  /** The program, as packages see it. */
  readonly program: string;
  /** `skipped`: another file has the name. */
  readonly outcome: "made" | "unchanged" | "skipped";
}

/**
 * @param name A program of the package. Absent: all of its program folders.
 * @throws HabcError `package-missing` where the package has no such program;
 *   `results-unwritable`.
 */
export async function binlink(
  found: Package,
  name: string | undefined,
  options: BinlinkOptions,
): Promise<Binlinked[]> {
  const all = programsOf(found, options.packages);
  const chosen =
    name === undefined ? all : all.filter((path) => basename(path) === name).slice(0, 1);
  if (name !== undefined && chosen.length === 0) {
    const known = all.map((path) => basename(path)).slice(0, 10);
    throw new HabcError("package-missing", `${found.name} has no program ${name}`, {
      hint: known.length === 0 ? "it has no programs at all" : `it has ${known.join(", ")}`,
    });
  }
  try {
    await mkdir(options.folder, { recursive: true });
  } catch (thrown) {
    throw unwritable(options.folder, thrown);
  }
  const links: Binlinked[] = [];
  for (const program of chosen) links.push(await linkOne(found, program, options));
  return links;
}

/** The paths of a package's programs as packages see them, each name once. */
function programsOf(found: Package, packages: string): string[] {
  const programs = new Map<string, string>();
  for (const folder of found.pathEntries()) {
    const here = join(packages, folder.slice(packagesInside.length));
    for (const entry of entriesOf(here)) {
      if (!programs.has(entry)) programs.set(entry, `${folder}/${entry}`);
    }
  }
  return [...programs.values()];
}

function entriesOf(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch (thrown) {
    if (isAbsence(thrown)) return [];
    throw thrown;
  }
}

async function linkOne(
  found: Package,
  program: string,
  { folder, packages, force, habc }: BinlinkOptions,
): Promise<Binlinked> {
  const link = join(folder, basename(program));
  const script = isElsewhere(packages)
    ? wrapper([...habc, "pkg", "exec", found.name, program])
    : undefined;
  const current = contentOf(link);
  const wanted = script ?? `-> ${program}`;
  if (current === wanted) return { link, program, outcome: "unchanged" };
  if (current !== undefined && !force) return { link, program, outcome: "skipped" };
  const aside = asideName(link);
  try {
    await sweepAside(link);
    if (script === undefined) await symlink(program, aside);
    else {
      await writeFile(aside, script);
      await chmod(aside, 0o755);
    }
    await rename(aside, link);
    return { link, program, outcome: "made" };
  } catch (thrown) {
    await rm(aside, { force: true });
    throw unwritable(link, thrown);
  }
}

/** `habc pkg exec IDENT PROGRAM`, with the arguments of the script. */
function wrapper(command: readonly string[]): string {
  const words = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`);
  return `#!/bin/sh\n# Made by habc pkg binlink.\nexec ${words.join(" ")} "$@"\n`;
}

/** The target of a link behind an arrow, or the text of a file; undefined where there is nothing. */
function contentOf(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink()) return `-> ${readlinkSync(path)}`;
  try {
    return stats.isFile() && stats.size < 65_536 ? readFileSync(path, "utf8") : "";
  } catch (thrown) {
    if (errorCode(thrown) === "EACCES") return "";
    throw thrown;
  }
}
