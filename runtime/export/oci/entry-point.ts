/** What a container of a package runs. */
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Package } from "../../store/package.ts";
import type { Closure } from "../closure.ts";

/** A command, and what it was taken from. */
export interface EntryPoint {
  readonly command: readonly string[];
  readonly from: "pkg_svc_run" | "hooks/run" | "program";
}

/**
 * The command of the package: that of `pkg_svc_run`, a run hook that needs no supervisor, or the
 * only program of the package.
 *
 * @returns Undefined where the package says none.
 */
export function entryPoint(closure: Closure): EntryPoint | undefined {
  const { main } = closure;
  return fromServiceRun(main) ?? fromHook(closure) ?? fromProgram(main);
}

/** The script that a build writes from `pkg_svc_run` ends with the command for any user. */
function fromServiceRun(main: Package): EntryPoint | undefined {
  const line = /^ {2}exec (.*) 2>&1\nfi\n$/m.exec(textOf(join(main.hostPath, "run")) ?? "")?.[1];
  const words = line === undefined ? undefined : plainWords(line);
  if (words === undefined) return undefined;
  return { command: located(main, words), from: "pkg_svc_run" };
}

/** The words of a command without anything for a shell to do but take off quotes. */
function plainWords(line: string): string[] | undefined {
  const words: string[] = [];
  const pattern = /\s*((?:'[^']*'|"[^"$`\\]*"|[^\s'"$`\\;&|<>()*?[\]{}~#!])+)\s*/y;
  while (pattern.lastIndex < line.length) {
    const word = pattern.exec(line)?.[1];
    if (word === undefined) return undefined;
    words.push(word.replace(/'([^']*)'|"([^"]*)"/g, "$1$2"));
  }
  return words.length === 0 ? undefined : words;
}

/** A hook is a template: only one that has nothing to fill in can run as it is. */
function fromHook({ main, packages }: Closure): EntryPoint | undefined {
  const text = textOf(join(main.hostPath, "hooks/run"));
  const interpreter = /^#! *(\S+)/.exec(text ?? "")?.[1];
  if (text === undefined || text.includes("{{") || interpreter === undefined) return undefined;
  const owner = packages.find(({ path }) => interpreter.startsWith(`${path}/`));
  if (owner === undefined) return undefined;
  return { command: [interpreter, `${main.path}/hooks/run`], from: "hooks/run" };
}

function fromProgram(main: Package): EntryPoint | undefined {
  const programs = main.pathEntries().flatMap((folder) => programsIn(main, folder));
  const [only, ...others] = programs;
  if (only === undefined || others.length > 0) return undefined;
  return { command: [only], from: "program" };
}

function programsIn(main: Package, folder: string): string[] {
  const host = join(main.hostPath, folder.slice(main.path.length));
  try {
    return readdirSync(host)
      .filter((name) => (lstatSync(join(host, name)).mode & 0o111) !== 0)
      .map((name) => `${folder}/${name}`);
  } catch {
    return [];
  }
}

function located(main: Package, [program = "", ...rest]: readonly string[]): string[] {
  const path = main
    .pathEntries()
    .flatMap((folder) => programsIn(main, folder))
    .find((candidate) => candidate.endsWith(`/${program}`));
  return [path ?? program, ...rest];
}

function textOf(file: string): string | undefined {
  try {
    return lstatSync(file).isFile() ? readFileSync(file, "utf8") : undefined;
  } catch {
    return undefined;
  }
}
