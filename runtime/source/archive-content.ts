/** Looks into an archive of a source without unpacking it: names, and the texts of single files. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { HabcError } from "../../compiler/ir/index.ts";

const run = promisify(execFile);

/** What is looked at of an archive. */
export interface ArchiveContent {
  /** The folder that all members lie in; absent where there is no single one. */
  readonly top: string | undefined;
  /** The names in that folder, or in the archive itself; sorted. */
  readonly entries: readonly string[];
  /** Reads a file of it; undefined where it cannot be read. */
  readonly text: (entry: string) => Promise<string | undefined>;
}

/** The programs that know an archive by its name. `tar` sees by the content how it is compressed. */
const programs = [
  {
    suffix: /\.(tar(\.[a-z0-9]+)?|t[a-z]?z|tbz2?|tzst)$/i,
    program: "tar",
    list: (file: string) => ["-tf", file],
    read: (file: string, member: string) => ["-xOf", file, "--", member],
  },
  {
    suffix: /\.zip$/i,
    program: "unzip",
    list: (file: string) => ["-Z1", file],
    read: (file: string, member: string) => ["-p", file, member],
  },
] as const;

const mostBytes = 64 * 1024 * 1024;

/**
 * @param file A local file.
 * @param name Its name as it was published, which tells what it is.
 * @returns Undefined for what is no archive that is known here.
 * @throws HabcError `tool-failed`, `tool-missing`.
 */
export async function archiveContent(
  file: string,
  name: string,
): Promise<ArchiveContent | undefined> {
  const known = programs.find(({ suffix }) => suffix.test(name));
  if (known === undefined) return undefined;
  const call = async (args: readonly string[]) =>
    (await run(known.program, args, { maxBuffer: mostBytes })).stdout;
  const listed = await call(known.list(file)).catch((cause: NodeJS.ErrnoException) => {
    const isMissing = cause.code === "ENOENT";
    throw new HabcError(
      isMissing ? "tool-missing" : "tool-failed",
      isMissing
        ? `the program ${known.program} is needed to look into ${name}`
        : `${name} cannot be read: ${known.program} says it is damaged, or something else`,
      { cause },
    );
  });
  const members = listed
    .split("\n")
    .filter(
      (member) => member !== "" && member !== "./" && !member.startsWith("pax_global_header"),
    );
  const paths = members.map((member) => member.replace(/^\.\//, ""));
  const tops = new Set(paths.map((path) => path.split("/")[0] ?? ""));
  const [only] = tops;
  const top = tops.size === 1 && paths.some((path) => path.includes("/")) ? only : undefined;
  const below = paths.map((path) => (top === undefined ? path : path.slice(top.length + 1)));
  const entries = new Set(below.map((path) => path.split("/")[0] ?? "").filter(Boolean));
  return {
    top,
    entries: [...entries].sort(),
    text: async (entry) => {
      const member = members[below.indexOf(entry)];
      return member === undefined
        ? undefined
        : await call(known.read(file, member)).catch(() => undefined);
    },
  };
}
