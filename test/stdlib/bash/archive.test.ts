import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { assetPath } from "../../../runtime/assets.ts";
import { archiveFormats } from "../../../runtime/source/archive-formats.ts";
import { generate } from "../../../scripts/generate/archive-formats.ts";
import { compressed, type TarMember, tarball } from "./tarball.ts";

const programs = assetPath("stdlib/bash/archive.bash");

let top: string;
let cache: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "habc-unpack-")));
  cache = join(top, "src cache");
  mkdirSync(cache);
});

afterEach(() => {
  spawnSync("chmod", ["-R", "u+rwX", top]);
  rmSync(top, { recursive: true });
});

interface Unpacked {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs unpack_file as a plan would, in a shell with odd options, and checks what it must leave. */
function unpack(file: string, path = process.env["PATH"] ?? ""): Unpacked {
  const script = `
    build_line() { printf 'LINE %s\\n' "$1"; }
    warn() { printf 'WARN %s\\n' "$1" >&2; }
    source "$1"
    tar() { echo "a function of the plan" >&2; return 99; }
    set -eE -o pipefail -o noclobber -o noglob -o nounset
    shopt -s nullglob failglob nocasematch
    IFS=/.a
    CDPATH=/usr
    trap 'printf "ERR %s\\n" "$PWD" >&2' ERR
    trap 'printf "AT %s %s %s\\n" "$?" "$PWD" "$-" ' EXIT
    PATH=$3
    unpack_file "$2"
    printf 'DONE\\n'
  `;
  const before = join(top, "elsewhere");
  mkdirSync(before, { recursive: true });
  const ran = spawnSync("bash", ["-c", script, "plan", programs, file, path], {
    cwd: before,
    env: { ...process.env, HAB_CACHE_SRC_PATH: cache },
    encoding: "utf8",
    input: "y\n",
  });
  expect(ran.stdout).toContain(`LINE Unpacking ${file}\n`);
  expect(ran.stdout).toMatch(new RegExp(`AT ${ran.status} ${before} [a-zA-Z]*C`));
  expect(ran.stdout.includes("DONE")).toBe(ran.status === 0);
  // One failure is one failure: of the call, not of something inside.
  expect(ran.stderr.match(/^ERR .*$/gm) ?? []).toHaveLength(ran.status === 0 ? 0 : 1);
  expect(readdirSync(cache).filter((name) => name.startsWith(".unpack"))).toEqual([]);
  return ran;
}

function write(name: string, bytes: Uint8Array | string): void {
  writeFileSync(join(cache, name), bytes);
}

function read(name: string): string {
  return readFileSync(join(cache, name), "utf8");
}

/** A folder with these programs of the machine and no other. */
function onlyPrograms(...names: readonly string[]): string {
  const folder = join(top, "bin");
  mkdirSync(folder);
  for (const name of names) {
    const found = spawnSync("bash", ["-c", `type -P ${name}`], { encoding: "utf8" }).stdout.trim();
    symlinkSync(found, join(folder, name));
  }
  return folder;
}

const source: readonly TarMember[] = [
  { name: "pkg-1.0/", type: "5", mode: 0o755 },
  { name: "pkg-1.0/run me.sh", content: "#!/bin/sh\n", mode: 0o755 },
  { name: "pkg-1.0/sub/", type: "5", mode: 0o755 },
  { name: "pkg-1.0/sub/text", content: "text\n" },
  { name: "pkg-1.0/link", type: "2", target: "sub/text" },
  { name: "pkg-1.0/absolute", type: "2", target: "/usr/share/misc/config.guess" },
  { name: "pkg-1.0/up", type: "2", target: "../../elsewhere" },
  { name: "pkg-1.0/hard", type: "1", target: "pkg-1.0/sub/text" },
];

function expectSource(): void {
  expect(read("pkg-1.0/sub/text")).toBe("text\n");
  expect(statSync(join(cache, "pkg-1.0/run me.sh")).mode & 0o7777).toBe(0o755);
  expect(lstatSync(join(cache, "pkg-1.0/absolute")).isSymbolicLink()).toBe(true);
  expect(lstatSync(join(cache, "pkg-1.0/up")).isSymbolicLink()).toBe(true);
  expect(statSync(join(cache, "pkg-1.0/hard")).nlink).toBe(2);
  if (process.getuid?.() === 0) expect(statSync(join(cache, "pkg-1.0/sub/text")).uid).toBe(0);
}

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

describe("archives that climb out", () => {
  const hostile: Record<string, readonly TarMember[]> = {
    "/tmp/habc-evil": [{ name: "/tmp/habc-evil", content: "x" }],
    "../evil": [{ name: "ok" }, { name: "../evil", content: "x" }],
    "a/../../evil": [{ name: "a/../../evil", content: "x" }],
    "through/evil": [
      { name: "through", type: "2", target: ".." },
      { name: "through/evil", content: "x" },
    ],
    "deep/link/evil": [
      { name: "deep/link", type: "2", target: "../.." },
      { name: "deep/link/evil", content: "x" },
    ],
    "root/tmp/habc-evil": [
      { name: "root", type: "2", target: "/" },
      { name: "root/tmp/habc-evil", content: "x" },
    ],
    hard: [{ name: "hard", type: "1", target: "/etc/passwd" }],
    "hard-up": [{ name: "hard-up", type: "1", target: "../../elsewhere/secret" }],
  };

  test.each(Object.entries(hostile))("tar: %s", (member, members) => {
    rmSync("/tmp/habc-evil", { force: true });
    mkdirSync(join(top, "elsewhere"));
    writeFileSync(join(top, "elsewhere/secret"), "secret");
    write("evil.tar.gz", compressed(tarball(members), "gzip"));
    const { status, stderr } = unpack("evil.tar.gz");
    expect(status).toBe(1);
    expect(stderr).toContain(`WARN Refused to unpack 'evil.tar.gz': its member '${member}'`);
    expect(readdirSync(cache)).toEqual(["evil.tar.gz"]);
    expect(readdirSync(top).sort()).toEqual(["elsewhere", "src cache"]);
    expect(existsSync("/tmp/habc-evil")).toBe(false);
    expect(statSync(join(top, "elsewhere/secret")).nlink).toBe(1);
  });

  test("tar: two archives together", () => {
    write("one.tar", tarball([{ name: "p", type: "2", target: "../elsewhere" }]));
    write("two.tar", tarball([{ name: "p/evil", content: "x" }]));
    expect(unpack("one.tar").status).toBe(0);
    expect(unpack("two.tar").status).toBe(0);
    expect(readdirSync(join(top, "elsewhere"))).toEqual([]);
    expect(read("p/evil")).toBe("x");
  });

  test("zip: a name with ..", () => {
    mkdirSync(join(top, "make"));
    writeFileSync(join(top, "evil"), "x");
    spawnSync("zip", ["-q", join(cache, "slip.zip"), "../evil"], { cwd: join(top, "make") });
    rmSync(join(top, "evil"));
    const { status, stderr } = unpack("slip.zip");
    expect(status).toBe(1);
    expect(stderr).toContain("its member '../evil'");
    expect(existsSync(join(top, "evil"))).toBe(false);
  });

  test("zip: through a link", () => {
    const make = join(top, "make");
    mkdirSync(make);
    symlinkSync("../elsewhere", join(make, "a"));
    spawnSync("zip", ["-q", "-y", join(cache, "link.zip"), "a"], { cwd: make });
    rmSync(join(make, "a"));
    mkdirSync(join(make, "a"));
    writeFileSync(join(make, "a/evil"), "x");
    spawnSync("zip", ["-q", join(cache, "link.zip"), "a/evil"], { cwd: make });
    const { status, stderr } = unpack("link.zip");
    expect(status).toBe(1);
    expect(stderr).toContain("a/evil");
    expect(existsSync(join(top, "elsewhere/evil"))).toBe(false);
    expect(readdirSync(cache)).toEqual(["link.zip"]);
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

describe("refusals", () => {
  test.each([
    ["strange.fmt", "'.fmt' is an unknown archive format"],
    ["none", "'.none' is an unknown archive format"],
  ])("an unknown format: %s", (name, text) => {
    write(name, "x");
    const { status, stderr } = unpack(name);
    expect(status).toBe(1);
    expect(stderr).toContain(`WARN Cannot unpack '${name}': ${text}`);
  });

  test("a missing file, a folder, an empty file, a web page", () => {
    mkdirSync(join(cache, "folder.zip"));
    write("empty.tar.gz", "");
    write("page.tar.gz", "<!doctype html><title>Not found</title>");
    for (const [name, text] of [
      ["missing.zip", "there is no such file"],
      ["folder.zip", "there is no such file"],
      ["empty.tar.gz", "it is empty"],
      ["page.tar.gz", "not what its name says"],
    ] as const) {
      const { status, stderr } = unpack(name);
      expect(status).toBe(1);
      expect(stderr).toContain(`WARN Cannot unpack '${name}': `);
      expect(stderr).toContain(text);
    }
  });

  test.each([
    ["a.7z", "'7z' or '7zz' or '7za' or '7zr' or 'bsdtar'", "core/7zip"],
    ["a.rar", "'rar' or 'unrar' or 'bsdtar'", "core/libarchive"],
    ["a.zip", "'unzip' or 'bsdtar' or '7z'", "core/unzip"],
    ["a.tar.gz", "'tar'", "core/tar"],
    ["a.tar.lz", "'tar'", "core/tar"],
    ["a.zst", "'zstd'", "core/zstd"],
  ])("a missing program: %s", (name, program, habitatPackage) => {
    write(name, "x");
    const { status, stderr } = unpack(name, join(top, "elsewhere"));
    expect(status).toBe(127);
    expect(stderr).toContain(`WARN Cannot unpack '${name}': the program ${program} is missing.`);
    expect(stderr).toContain(`add ${habitatPackage} to pkg_build_deps`);
    expect(readdirSync(cache)).toEqual([name]);
  });

  test("a missing program that tar would call", () => {
    write("a.tar.lz", "LZIP");
    const { status, stderr } = unpack("a.tar.lz", onlyPrograms("tar", "bash"));
    expect(status).toBe(127);
    expect(stderr).toContain("the program 'lzip' is missing");
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
