import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { assetPath } from "../../../runtime/assets.ts";
import { archiveFormats } from "../../../runtime/source/archive-formats.ts";
import { generate } from "../../../scripts/generate/archive-formats.ts";
import { compressed, tarball } from "./tarball.ts";
import {
  cache,
  expectSource,
  onlyPrograms,
  read,
  source,
  top,
  unpack,
  write,
} from "./unpacking.ts";

test("the table that bash reads is the table of the code", () => {
  for (const text of Object.values(generate())) {
    expect(readFileSync(assetPath("stdlib/bash/archive-formats.bash"), "utf8")).toBe(text);
  }
  const suffixes = archiveFormats.flatMap((format) => format.suffixes);
  expect(new Set(suffixes).size).toBe(suffixes.length);
});

describe("tar archives", () => {
  const cases: readonly (readonly [suffix: string, ...compress: string[]])[] = [
    [".tar"],
    [".tar.gz", "gzip"],
    [".tgz", "gzip"],
    [".tar.bz2", "bzip2"],
    [".tbz2", "bzip2"],
    [".tbz", "bzip2"],
    [".tar.xz", "xz"],
    [".txz", "xz"],
    [".tar.zst", "zstd"],
    [".tzst", "zstd"],
    [".tar.lzma", "xz", "--format=lzma"],
    [".xz", "xz"],
  ];

  test.each(cases)("%s", (suffix, ...compress) => {
    const name = `-pkg [1]: 1.0${suffix}`;
    write(name, compressed(tarball(source), ...compress));
    const { status, stderr } = unpack(name);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expectSource();
    expect(readdirSync(cache).sort()).toEqual([name, "pkg-1.0"].sort());
  });

  test.each(cases)("%s cut short", (suffix, ...compress) => {
    const name = `pkg${suffix}`;
    const noise = Buffer.from(Array.from({ length: 30_000 }, (_, at) => (at * at * 7919) % 251));
    write(
      name,
      compressed(tarball([...source, { name: "pkg-1.0/noise", content: noise }]), ...compress),
    );
    truncateSync(join(cache, name), Math.floor(statSync(join(cache, name)).size * 0.6));
    const { status, stderr } = unpack(name);
    expect(status).toBe(1);
    expect(stderr).toContain(`WARN Cannot unpack '${name}'`);
    expect(stderr).toContain("cut short");
    expect(readdirSync(cache)).toEqual([name]);
  });

  test("what is there already is merged, and links are replaced, not followed", () => {
    const outside = join(top, "outside");
    mkdirSync(outside);
    mkdirSync(join(cache, "both/inner"), { recursive: true });
    write("both/inner/mine", "mine");
    write("both/inner/shared", "old");
    writeFileSync(join(outside, "target"), "outside");
    symlinkSync(outside, join(cache, "folder"));
    symlinkSync(join(outside, "target"), join(cache, "both/file"));
    write(
      "x.tar",
      tarball([
        { name: "both/inner/shared", content: "new" },
        { name: "both/file", content: "inside" },
        { name: "folder/target", content: "inside" },
        { name: ".hidden", content: "h" },
      ]),
    );
    expect(unpack("x.tar").status).toBe(0);
    expect(read("both/inner/mine") + read("both/inner/shared") + read(".hidden")).toBe("minenewh");
    expect(read("both/file") + read("folder/target")).toBe("insideinside");
    expect(readFileSync(join(outside, "target"), "utf8")).toBe("outside");
  });

  test("an archive that takes away rights does not change the cache", () => {
    write(
      "x.tar",
      tarball([
        { name: "./", type: "5", mode: 0o000 },
        { name: "./fixed/", type: "5", mode: 0o555 },
        { name: "./fixed/file", content: "x", mode: 0o444 },
      ]),
    );
    const mode = statSync(cache).mode;
    expect(unpack("x.tar").status).toBe(0);
    expect(statSync(cache).mode).toBe(mode);
    expect(statSync(join(cache, "fixed")).mode & 0o777).toBe(0o555);
    expect(read("fixed/file")).toBe("x");
  });

  test("a file never takes the place of a folder", () => {
    mkdirSync(join(cache, "thing"));
    write("x.tar", tarball([{ name: "thing", content: "x" }]));
    const { status, stderr } = unpack("x.tar");
    expect(status).toBe(1);
    expect(stderr).toContain("'thing' is a folder");
  });

  test("leftovers of killed builds are removed after a day", () => {
    mkdirSync(join(cache, ".unpack.old"));
    const old = Date.now() / 1000 - 2 * 86_400;
    utimesSync(join(cache, ".unpack.old"), old, old);
    write("x.tar", tarball(source));
    expect(unpack("x.tar").status).toBe(0);
    expectSource();
  });
});

describe("single files", () => {
  const text = "some text\n".repeat(200);
  const cases: readonly (readonly [suffix: string, ...compress: string[]])[] = [
    [".gz", "gzip"],
    [".bz2", "bzip2"],
    [".xz", "xz"],
    [".zst", "zstd"],
    [".lzma", "xz", "--format=lzma"],
  ];

  test.each(cases)("%s takes the place of the compressed file", (suffix, ...compress) => {
    const name = `the [text].txt${suffix}`;
    write(name, compressed(Buffer.from(text), ...compress));
    write("the [text].txt", "an older one");
    chmodSync(join(cache, name), 0o751);
    utimesSync(join(cache, name), 1_000_000_000, 1_000_000_000);
    const { status, stderr } = unpack(name);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(readdirSync(cache)).toEqual(["the [text].txt"]);
    expect(read("the [text].txt")).toBe(text);
    const { mode, mtimeMs } = statSync(join(cache, "the [text].txt"));
    expect([mode & 0o777, mtimeMs]).toEqual([0o751, 1_000_000_000_000]);
  });

  test.each(cases)("%s cut short stays", (suffix, ...compress) => {
    const bytes = compressed(Buffer.from(text), ...compress);
    write(`t${suffix}`, bytes.subarray(0, bytes.length - 9));
    const { status, stderr } = unpack(`t${suffix}`);
    expect(status).toBe(1);
    expect(stderr).toContain(`WARN Cannot unpack 't${suffix}'`);
    expect(readdirSync(cache)).toEqual([`t${suffix}`]);
  });

  test(".Z", () => {
    write("t.Z", compressedByHand("plain words"));
    expect(unpack("t.Z").status).toBe(0);
    expect(read("t")).toBe("plain words");
  });

  test("in a folder of the cache", () => {
    mkdirSync(join(cache, "sub"));
    write("sub/t.gz", compressed(Buffer.from(text), "gzip"));
    expect(unpack("sub/t.gz").status).toBe(0);
    expect(readdirSync(join(cache, "sub"))).toEqual(["t"]);
  });
});

describe("archives that a program unpacks by itself", () => {
  test("zip, over what is there, with modes, links and letters", () => {
    const make = join(top, "make");
    mkdirSync(join(make, "dé"), { recursive: true });
    writeFileSync(join(make, "dé/run"), "new", { mode: 0o755 });
    symlinkSync("run", join(make, "dé/link"));
    spawnSync("zip", ["-q", "-r", "-y", join(cache, "a[1].zip"), "dé"], { cwd: make });
    mkdirSync(join(cache, "dé"));
    write("dé/run", "old");
    const { status, stderr, stdout } = unpack("a[1].zip");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).not.toContain("inflating");
    expect(read("dé/link")).toBe("new");
    expect(statSync(join(cache, "dé/run")).mode & 0o777).toBe(0o755);
  });

  test("zip cut short or encrypted", () => {
    const make = join(top, "make");
    mkdirSync(make);
    writeFileSync(join(make, "f"), "text");
    spawnSync("zip", ["-q", "-P", "secret", join(cache, "enc.zip"), "f"], { cwd: make });
    expect(unpack("enc.zip").status).toBe(1);
    truncateSync(join(cache, "enc.zip"), 60);
    const { status, stderr } = unpack("enc.zip");
    expect(status).toBe(1);
    expect(stderr).toContain("unzip failed");
    expect(readdirSync(cache)).toEqual(["enc.zip"]);
  });

  test("deb", () => {
    writeFileSync(join(top, "debian-binary"), "2.0\n");
    spawnSync("ar", ["rc", join(cache, "p.deb"), join(top, "debian-binary")]);
    expect(unpack("p.deb").status).toBe(0);
    expect(read("debian-binary")).toBe("2.0\n");
  });

  test("7z: the members are looked at before any is unpacked", () => {
    const path = onlyPrograms(
      ..."bash find mktemp mkdir ln env sed chmod rm mv cat stat".split(" "),
    );
    const program = (member: string) => `#!/bin/bash
      case "$*" in
        "l -slt -ba -p- ../archive.7z")
          printf 'Path = fine\\nSymbolic Link = ../x\\n\\nPath = %s\\n' '${member}' ;;
        "x -y -bd -p- ../archive.7z") printf x > fine ;;
        *) exit 7 ;;
      esac\n`;
    write("a.7z", "7z");
    for (const [member, expected] of [
      ["fine too", 0],
      ["..\\evil", 1],
      ["C:/evil", 1],
    ] as const) {
      writeFileSync(join(path, "7zz"), program(member), { mode: 0o755 });
      rmSync(join(cache, "fine"), { force: true });
      expect([member, unpack("a.7z", path).status]).toEqual([member, expected]);
      expect(existsSync(join(cache, "fine"))).toBe(expected === 0);
    }
  });
});

/** The format of compress(1), every letter as a code of 9 bits. */
function compressedByHand(text: string): Buffer {
  const bits = [...Buffer.from(text)].flatMap((byte) =>
    Array.from({ length: 9 }, (_, at) => (byte >> at) & 1),
  );
  const bytes = Array.from({ length: Math.ceil(bits.length / 8) }, (_, byte) =>
    bits.slice(byte * 8, byte * 8 + 8).reduce((sum, bit, at) => sum | (bit << at), 0),
  );
  return Buffer.from([0x1f, 0x9d, 0x90, ...bytes]);
}
