/** The ELF reader against `readelf`, on what gcc makes and on what this machine runs. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { readElf } from "../../../runtime/linkage/elf/read.ts";
import { classifyBinaries } from "../../../runtime/package/binaries.ts";
import { madeElf } from "./made-elf.ts";
import { elfOf, factsOf, readelf } from "./readelf.ts";

const folder = mkdtempSync(join(tmpdir(), "habc-elf-"));
afterAll(() => rmSync(folder, { recursive: true }));

writeFileSync(join(folder, "lib.c"), "int answer(void) { return 42; }\n");
writeFileSync(join(folder, "lib.map"), "ONE_1.0 { answer; };\nTWO_2.0 { } ONE_1.0;\n");
writeFileSync(
  join(folder, "main.c"),
  '#include <stdio.h>\n#include <math.h>\nint answer(void);\nint main(int n, char **v) { printf("%d %f", answer(), sqrt(n)); return 0; }\n',
);

function gcc(name: string, ...args: string[]): string {
  const file = join(folder, name);
  execFileSync("gcc", ["-o", file, ...args], { cwd: folder });
  return file;
}

const library = gcc(
  "libanswer.so",
  "-shared",
  "-fPIC",
  "lib.c",
  "-Wl,-soname,libanswer.so.1",
  "-Wl,--version-script=lib.map",
);
const link = ["main.c", library, "-lm"];

/** Files that linkers make, by what is special about them. */
const compiled: Readonly<Record<string, () => string>> = {
  "a library with versions": () => library,
  "a program with a run path": () =>
    gcc("run", ...link, "-Wl,-rpath,$ORIGIN/../lib:/opt/x", "-Wl,--enable-new-dtags"),
  "a program with an old run path": () =>
    gcc("old", ...link, "-Wl,-rpath,/opt/x", "-Wl,--disable-new-dtags"),
  "a program at a fixed address": () => gcc("fixed", ...link, "-no-pie"),
  "a static program": () => gcc("static", "main.c", "lib.c", "-static", "-lm"),
  "a relocatable file": () => gcc("main.o", "-c", "main.c"),
  "a stripped program": () => gcc("stripped", "-s", ...link),
  "a program without a build id": () => gcc("no-id", ...link, "-Wl,--build-id=none"),
  "a program with another interpreter": () =>
    gcc("other", ...link, "-Wl,--dynamic-linker=/hab/pkgs/core/glibc/2.36/1/lib/ld.so"),
  "a library without a soname and without needs": () =>
    gcc("plain.so", "-shared", "-nostdlib", "-fPIC", "lib.c"),
};

describe("the ELF reader agrees with readelf", () => {
  test.each(Object.entries(compiled))("on %s", (_, make) => {
    const file = make();
    expect(factsOf(file)).toEqual(readelf(file));
  });

  test("on a file of debugging information, which has headers and no content", () => {
    const file = gcc("debug", "-g", ...link);
    execFileSync("objcopy", ["--only-keep-debug", file, `${file}.debug`]);
    const facts = factsOf(`${file}.debug`);
    expect(facts?.buildId).toBe(readelf(file).buildId);
    expect({ needed: facts?.needed, interpreter: facts?.interpreter }).toEqual({
      needed: [],
      interpreter: undefined,
    });
  });

  test.each([
    [32, "little"],
    [32, "big"],
    [64, "little"],
    [64, "big"],
  ] as const)("on %i bits, %s endian", (bits, order) => {
    const file = join(folder, `made-${bits}-${order}`);
    const texts = [
      [1, "libone.so.1"],
      [1, "libtwo.so"],
      [14, "libmade.so.3"],
      [15, "/old"],
      [29, "/new:$ORIGIN"],
    ] as const;
    writeFileSync(file, madeElf({ bits, order, interpreter: "/lib/ld.so.1", texts }));
    const facts = factsOf(file);
    expect(facts).toEqual(readelf(file));
    expect(facts).toMatchObject({
      bits,
      order,
      interpreter: "/lib/ld.so.1",
      needed: ["libone.so.1", "libtwo.so"],
      soname: "libmade.so.3",
      rpath: "/old",
      runpath: "/new:$ORIGIN",
    });
  });

  test("on a run path that is longer than a page", () => {
    const runpath = Array.from({ length: 400 }, (_, at) => `/hab/pkgs/acme/x${at}/lib`).join(":");
    const file = gcc("long", ...link, `-Wl,-rpath,${runpath}`);
    expect(factsOf(file)?.runpath).toBe(runpath);
  });

  test("on programs and libraries of this machine", { timeout: 60_000 }, () => {
    const files = ["/usr/bin", "/usr/lib", "/usr/lib/x86_64-linux-gnu", "/usr/libexec"]
      .filter((path) => existsSync(path))
      .flatMap((path) =>
        readdirSync(path, { withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(path, entry.name)),
      );
    const elves = files.filter((file) => elfOf(file) !== undefined);
    // Every twentieth: all of them take a quarter of a minute.
    const sample = elves.filter((_, at) => at % 20 === 0);
    expect(sample.length).toBeGreaterThan(10);
    for (const file of sample) expect(factsOf(file), file).toEqual(readelf(file));
  });
});

describe("the ELF reader on files that lie", () => {
  const bytes = readFileSync(library);
  const read = (content: Uint8Array) =>
    readElf((position, length) => content.subarray(position, position + length));

  test("says nothing of what is no ELF file", () => {
    for (const text of ["", "\x7fEL", "#!/bin/sh\nexit 0\n", "\x7fELF"]) {
      expect(read(Buffer.from(text, "latin1"))).toBeUndefined();
    }
  });

  test("says why a file that is cut short cannot be read, or reads what there is", () => {
    expect(read(bytes.subarray(0, 40))).toEqual({ readable: false, reason: "it is cut short" });
    for (let length = 0; length < bytes.length; length += 61) read(bytes.subarray(0, length));
  });

  test("never throws, and ends soon, whatever bytes are changed", () => {
    const place = fc.oneof(
      fc.integer({ min: 4, max: 1200 }),
      fc.integer({ min: 4, max: bytes.length - 1 }),
    );
    const change = fc.tuple(place, fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const changed = Buffer.from(bytes);
        for (const [at, value] of changes) changed[at] = value;
        const elf = read(changed);
        if (elf?.readable === false) expect(elf.reason).toMatch(/\w/);
      }),
      { numRuns: 3000 },
    );
  });

  test("reads little of a file whose tables claim to be endless", () => {
    let read = 0;
    const claims = Buffer.from(bytes);
    // e_shnum 0 and sh_size of the first section: the number of sections is 2^40.
    claims.writeUInt16LE(0, 60);
    const sections = Number(claims.readBigUInt64LE(40));
    claims.writeBigUInt64LE(1n << 40n, sections + 32);
    const elf = readElf((position, length) => {
      read += length;
      const known = claims.subarray(position, position + length);
      return known.length === length ? known : Buffer.alloc(length, 1);
    });
    expect(elf?.readable).toBe(true);
    expect(read).toBeLessThan(32 * 1024 * 1024);
  });
});

test("what is to be stripped is found by the same reader", async () => {
  const tree = mkdtempSync(join(folder, "tree-"));
  for (const [name, from] of [
    ["program", compiled["a program at a fixed address"]?.()],
    ["libanswer.so", library],
    ["main.o", compiled["a relocatable file"]?.()],
  ] as const) {
    writeFileSync(join(tree, name), readFileSync(from ?? ""));
  }
  spawnSync("ar", ["r", join(tree, "libanswer.a"), join(tree, "main.o")]);
  writeFileSync(join(tree, "read-only.so"), readFileSync(library));
  chmodSync(join(tree, "read-only.so"), 0o444);
  expect(await classifyBinaries(tree)).toEqual({
    executables: ["program"],
    sharedObjects: ["libanswer.so"],
    archives: ["libanswer.a"],
  });
});
