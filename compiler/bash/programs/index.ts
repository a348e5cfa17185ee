import { awk } from "./awk.ts";
import { cut, tr } from "./characters.ts";
import { basename, cat, dirname, ends, realpath, rev, seq, wc, xargs } from "./files.ts";
import { grep } from "./grep.ts";
import type { Program } from "./input.ts";
import { sed } from "./sed.ts";

/** The programs that habc carries out itself where it can do so exactly. */
export const programs: ReadonlyMap<string, Program> = new Map<string, Program>([
  ["awk", awk],
  ["basename", basename],
  ["cat", cat],
  ["cut", cut],
  ["dirname", dirname],
  ["egrep", grep],
  ["fgrep", grep],
  ["grep", grep],
  ["head", ends("head")],
  ["readlink", realpath],
  ["realpath", realpath],
  ["rev", rev],
  ["sed", sed],
  ["seq", seq],
  ["tail", ends("tail")],
  ["tr", tr],
  ["wc", wc],
  ["xargs", xargs],
]);
