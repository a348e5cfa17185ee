/** What `readelf` of GNU binutils says of a file: the oracle of the ELF reader. */
import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readElf } from "../../../runtime/linkage/elf/read.ts";
import { readPart } from "../../../runtime/package/archive-tree.ts";

/** The facts that both tell. */
export interface Facts {
  readonly bits: number;
  readonly order: string;
  readonly interpreter: string | undefined;
  readonly needed: readonly string[];
  readonly soname: string | undefined;
  readonly rpath: string | undefined;
  readonly runpath: string | undefined;
  readonly buildId: string | undefined;
  readonly isStripped: boolean;
  readonly defines: readonly string[];
  readonly needs: readonly string[];
}

export function readelf(file: string): Facts {
  const { stdout } = spawnSync("readelf", ["-W", "-h", "-l", "-d", "-n", "-V", "-S", file], {
    encoding: "latin1",
    maxBuffer: 1 << 28,
    env: { LC_ALL: "C", PATH: process.env["PATH"] },
  });
  const all = (pattern: RegExp) => [...stdout.matchAll(pattern)].map((match) => match[1] ?? "");
  const [bits] = all(/Class: +ELF(\d+)/g);
  return {
    bits: Number(bits),
    order: / big endian/.test(stdout) ? "big" : "little",
    interpreter: all(/\[Requesting program interpreter: (.*)\]/g)[0],
    needed: all(/\(NEEDED\)\s+Shared library: \[(.*)\]/g),
    soname: all(/\(SONAME\)\s+Library soname: \[(.*)\]/g)[0],
    rpath: all(/\(RPATH\)\s+Library rpath: \[(.*)\]/g)[0],
    runpath: all(/\(RUNPATH\)\s+Library runpath: \[(.*)\]/g)[0],
    buildId: all(/Build ID: ([0-9a-f]+)/g)[0],
    isStripped: !/ SYMTAB /.test(stdout),
    defines: all(/^\s+(?:0x)?[0-9a-f]+: Rev: \d+ .*Name: (.*)$/gm),
    needs: all(/Name: (\S+)\s+Flags: \S+\s+(?:\| WEAK\s+)?Version: \d+/g),
  };
}

/** Reads a file of this machine. */
export function elfOf(file: string): ReturnType<typeof readElf> {
  const fd = openSync(file, "r");
  try {
    return readElf((position, length) => readPart(fd, position, length));
  } finally {
    closeSync(fd);
  }
}

/** What the reader says, in the same form; undefined where the file is no ELF file. */
export function factsOf(file: string): Facts | undefined {
  const elf = elfOf(file);
  if (elf === undefined) return undefined;
  if (!elf.readable) throw new Error(`${file}: ${elf.reason}`);
  const { bits, order, interpreter, buildId, isStripped, dynamic } = elf;
  return {
    bits,
    order,
    interpreter,
    needed: dynamic?.needed ?? [],
    soname: dynamic?.soname,
    rpath: dynamic?.rpath,
    runpath: dynamic?.runpath,
    buildId: buildId?.hex,
    isStripped,
    defines: dynamic?.defines ?? [],
    needs: (dynamic?.needs ?? []).flatMap(({ versions }) => versions.map(({ name }) => name)),
  };
}
