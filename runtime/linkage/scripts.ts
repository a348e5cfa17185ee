/** Reads the first line of scripts, and what hooks ask for. */
import type { ByteText } from "../package/archive-tree.ts";
import type { PackageFile } from "../package/entries.ts";

/** A file that the kernel or the supervisor starts by its first line. */
export interface Script {
  readonly path: ByteText;
  /** What stands behind `#!`. */
  readonly interpreter: ByteText;
  /** The one argument that the kernel passes on; may be empty. */
  readonly argument: ByteText;
}

/** The kernel reads no more of the first line. Source: `BINPRM_BUF_SIZE` of Linux 5.1. */
const longestLine = 256;
const someExecutable = 0o111;

/**
 * @param start The first piece of the file's content.
 * @returns undefined where nothing would start the file by its first line.
 */
export function scriptOf(
  { path, mode }: Pick<PackageFile, "path" | "mode">,
  start: Buffer,
): Script | undefined {
  if (start[0] !== 0x23 || start[1] !== 0x21) return undefined;
  // The supervisor makes hooks executable when it renders them.
  if ((mode & someExecutable) === 0 && !isHook(path)) return undefined;
  const [line = ""] = start.toString("latin1", 2, longestLine).split("\n");
  const [, interpreter = "", argument = ""] =
    /^[ \t]*((?:\{\{.*?\}\}|[^ \t])+)[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
  return { path, interpreter, argument };
}

/** Whether the supervisor runs a file, or renders it into one that it runs. */
export function isHook(path: ByteText): boolean {
  return path.startsWith("hooks/") || path === "run";
}

/** What `env` starts: its first argument that is neither an option nor a variable. */
export function envProgram(argument: ByteText): ByteText | undefined {
  return argument.split(/[ \t]+/).find((word) => word !== "" && !/^-|=/.test(word));
}

/** The identifiers in `{{pkgPathFor "core/bash"}}`. */
export function templateIdents(text: Buffer): readonly string[] {
  if (!text.includes("pkgPathFor")) return [];
  const asked = text.toString("latin1").matchAll(/pkgPathFor\s+["']([^"']{1,200})["']/g);
  return [...asked].map(([, ident = ""]) => ident);
}

/** What could be names of programs. */
export function* wordsOf(text: Buffer): Generator<string> {
  for (const [word] of text.toString("latin1").matchAll(/[A-Za-z0-9_[][A-Za-z0-9_.+-]*/g))
    yield word;
}
