/** Reads in the output of a failed command what it did not find. */

/** Something that a package would have. */
export interface Lack {
  readonly kind: "program" | "header" | "library" | "pkg-config";
  /** `gcc`, `zlib.h`, `z` or `libz.so.1`, `zlib`. */
  readonly name: string;
}

/** Words of the tools that look for things, each with the name in a group. */
const words: readonly (readonly [kind: Lack["kind"], pattern: RegExp])[] = [
  // Shells, make.
  ["program", /(?:^|: )([\w.+-]+): (?:command )?not found\s*$/gim],
  ["program", /^make(?:\[\d+\])?: ([\w.+-]+): No such file or directory/gm],
  // env, xargs, nohup, timeout.
  ["program", /^\S*(?:env|xargs): ['‘]?([\w.+-]+)['’]?: No such file or directory/gm],
  ["program", /failed to run command ['‘"]([\w.+-]+)['’"]/g],
  ["program", /\/s?bin\/([\w.+-]+): bad interpreter/g],
  // Python, Node.js, Go.
  ["program", /No such file or directory: '([\w.+-]+)'/g],
  ["program", /spawn ([\w.+-]+) ENOENT/g],
  ["program", /exec: "([\w.+-]+)": executable file not found/g],
  // configure, automake, meson, CMake.
  ["program", /no acceptable (C compiler) found/g],
  ["program", /['`‘]([\w.+-]+)['’] is missing on your system/g],
  ["program", /(?:^|[: ])([\w.+-]+) (?:is required|(?:was )?not found|is missing)\.?\s*$/gim],
  ["program", /Program ['"]?([\w.+-]+)['"]? (?:found: NO|not found)/g],
  ["program", /unable to find a build program corresponding to "Unix (Makefiles)"/g],
  // Compilers and linkers.
  ["header", /fatal error: ['"]?([\w./+-]+)['"]?(?:: No such file or directory| file not found)/g],
  ["library", /cannot find -l([\w.+-]+)/g],
  ["library", /error while loading shared libraries: (lib[\w.+-]+)/g],
  ["pkg-config", /Package ['"]?([\w.+-]+?)['"]?,? (?:required by .*, )?(?:was )?not found/g],
  ["pkg-config", /No package ['"]([\w.+-]+)['"] found/g],
];

/** What configure and CMake call by another name than its program. */
const programNames: Readonly<Record<string, string>> = { "C compiler": "gcc", Makefiles: "make" };

/** More would be the same thing again and again. */
const most = 3;

/** @returns The last ones that the output tells of, each once. */
export function lacksIn(output: string): Lack[] {
  const found = words.flatMap(([kind, pattern]) =>
    [...output.matchAll(pattern)].map((match) => ({
      at: match.index,
      lack: { kind, name: programNames[match[1] ?? ""] ?? match[1] ?? "" },
    })),
  );
  const last = found.sort((a, b) => b.at - a.at).map(({ lack }) => lack);
  const each = new Map(last.map((lack) => [`${lack.kind} ${lack.name}`, lack]));
  return [...each.values()].slice(0, most);
}
