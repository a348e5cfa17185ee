import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compressed, type TarMember, tarball } from "./tarball.ts";
import { cache, onlyPrograms, read, top, unpack, write } from "./unpacking.ts";

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
