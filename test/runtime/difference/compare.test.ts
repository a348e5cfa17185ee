/** What a comparison of two packages shows, on real programs; sizes and links as `diff` sees them. */
import { spawnSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, rmSync } from "node:fs";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { comparePackages } from "../../../runtime/difference/compare.ts";
import { contentDigest } from "../../../runtime/difference/masked-digest.ts";
import { folderEntries } from "../../../runtime/package/entries.ts";
import type { NamedPackage } from "../../../runtime/package/named-package.ts";
import { parseFullIdent } from "../../../runtime/store/ident.ts";
import { openPackage } from "../../../runtime/store/package.ts";
import { ident, openLab, prefix } from "../linkage/lab.ts";

const lab = openLab();
afterAll(() => lab.close());
beforeEach(() => {
  for (const name of ["a", "b"]) {
    rmSync(lab.here(name), { recursive: true, force: true });
    lab.add(name);
  }
});

function named(name: string, as = name): NamedPackage {
  const { text } = openPackage(parseFullIdent(ident(name)), lab.here(name));
  return {
    name,
    ident: ident(as),
    text,
    read: (use) => use(folderEntries(lab.here(name))),
  };
}

/** Compares the packages as two releases. */
const compare = () => comparePackages(named("a"), named("b"));

/** Writes a file into both. */
function both(path: string, text: string, mode?: number): void {
  for (const name of ["a", "b"]) lab.write(name, path, text, mode);
}

describe("two packages", () => {
  test("with the same content and name are the same, whatever FILES is signed with", async () => {
    both("IDENT", `${ident("a")}\n`);
    both("bin/tool", "text\n", 0o755);
    lab.write("a", "FILES", "one\n");
    lab.write("b", "FILES", "other\n");
    const found = await comparePackages(named("a"), named("b", "a"));
    expect(found).toMatchObject({ same: true, files: [], metadata: [], dependencies: {} });
  });

  test("in two releases differ in their names alone", async () => {
    both("bin/tool", "text\n", 0o755);
    expect(await compare()).toMatchObject({ same: false, files: [], metadata: [] });
  });

  test("differ where diff -r says so", async () => {
    both("share/same", "same\n");
    both("share/longer", "one\n");
    lab.write("b", "share/longer", "one\ntwo\n");
    both("share/other", "one\n");
    lab.write("b", "share/other", "two\n");
    lab.write("a", "share/old", "old\n");
    lab.write("b", "share/new/file", "new\n");
    const { files } = await compare();
    expect(files).toEqual([
      {
        path: "share/longer",
        from: { kind: "file", size: 4, mode: "0644" },
        to: { kind: "file", size: 8, mode: "0644" },
        aspects: ["content"],
      },
      { path: "share/new", to: { kind: "folder", size: 0, mode: "0755" } },
      { path: "share/new/file", to: { kind: "file", size: 4, mode: "0644" } },
      { path: "share/old", from: { kind: "file", size: 4, mode: "0644" } },
      {
        path: "share/other",
        from: { kind: "file", size: 4, mode: "0644" },
        to: { kind: "file", size: 4, mode: "0644" },
        aspects: ["content"],
      },
    ]);
    const { stdout } = spawnSync("diff", ["-rq", lab.here("a", "share"), lab.here("b", "share")], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C" },
    });
    expect(stdout.trim().split("\n")).toHaveLength(4);
    for (const name of ["longer", "new", "old", "other"]) expect(stdout).toContain(name);
  });

  test("differ in rights, in kinds and in what links lead to", async () => {
    both("bin/tool", "text\n", 0o755);
    chmodSync(lab.here("b", "bin/tool"), 0o700);
    lab.link("a", "bin/link", "tool");
    lab.link("b", "bin/link", "./tool");
    lab.write("a", "bin/kind", "text\n");
    mkdirSync(lab.here("b", "bin/kind"));
    linkSync(lab.here("a", "bin/tool"), lab.here("a", "bin/hard"));
    lab.write("b", "bin/hard", "text\n", 0o755);
    const { files } = await compare();
    expect(files.map(({ path, aspects }) => [path, aspects])).toEqual([
      ["bin/kind", ["kind", "content", "mode"]],
      ["bin/link", ["target"]],
      ["bin/tool", ["mode"]],
    ]);
    expect(files[1]).toMatchObject({ from: { target: "tool" }, to: { target: "./tool" } });
  });

  test("count their files and bytes", async () => {
    lab.write("a", "share/file", "12345");
    const { from, to } = await compare();
    expect(from).toEqual({ name: "a", ident: ident("a"), files: 3, bytes: to.bytes + 5 });
  });
});

describe("metadata", () => {
  test("is compared line by line, but for the package's own identifier and release", async () => {
    for (const name of ["a", "b"]) {
      lab.write(name, "PATH", `${prefix(name)}/bin:${prefix(name)}/sbin\n`);
      lab.write(name, "MANIFEST", `* __Path__: ${prefix(name)}\nsame\nplan of ${name}\nsame\n`);
    }
    lab.write("b", "EXPORTS", "port=server.port\n");
    const { metadata, files } = await compare();
    expect(metadata).toEqual([
      { file: "EXPORTS", removed: [], added: ["port=server.port"] },
      { file: "MANIFEST", removed: ["plan of a"], added: ["plan of b"] },
    ]);
    expect(files).toEqual([]);
  });

  test("lists dependencies by what became of them", async () => {
    const at = (version: string, release: string) => `${version}/2026010${release}000000`;
    lab.write(
      "a",
      "DEPS",
      `core/gone/${at("1", "1")}\ncore/same/${at("1", "1")}\ncore/up/${at("1", "1")}\n`,
    );
    lab.write(
      "b",
      "DEPS",
      `core/same/${at("1", "1")}\ncore/up/${at("2", "2")}\ncore/new/${at("1", "1")}\n`,
    );
    const { dependencies } = await compare();
    expect(dependencies).toEqual({
      DEPS: [
        { name: "core/gone", from: at("1", "1") },
        { name: "core/new", to: at("1", "1") },
        { name: "core/up", from: at("1", "1"), to: at("2", "2") },
      ],
    });
  });

  test("of another package that was built in the same second is not taken for its own", async () => {
    const [, release = ""] = /(\d{14})$/.exec(ident("a")) ?? [];
    lab.write("a", "DEPS", `core/x/1.0/${release}\n`);
    lab.write("b", "DEPS", "core/x/1.0/20250101000000\n");
    const { metadata } = await compare();
    expect(metadata.map(({ file }) => file)).toEqual(["DEPS"]);
  });
});

describe("binaries", () => {
  const main = "int main(void) { return 0; }";

  test("tell what they need now and did not need before", async () => {
    lab.compile("a", "bin/tool", { code: main, runPath: "/hab/pkgs/x/lib:$ORIGIN/../lib" });
    lab.compile("b", "bin/tool", {
      code: main,
      runPath: "/hab/pkgs/y/lib:$ORIGIN/../lib",
      options: ["-Wl,--no-as-needed", "-lm", "-s", "-Wl,--dynamic-linker=/lib/other.so"],
    });
    const { files } = await compare();
    const [tool] = files.filter(({ path }) => path === "bin/tool");
    expect(tool?.aspects).toEqual(["content"]);
    expect(tool?.binary).toEqual({
      interpreter: [expect.stringContaining("ld-linux"), "/lib/other.so"],
      stripped: [false, true],
      needed: { removed: [], added: ["libm.so.6"] },
      runPath: { removed: ["/hab/pkgs/x/lib"], added: ["/hab/pkgs/y/lib"] },
    });
  });

  test("that hold the path of their package differ in it alone, build id and all", async () => {
    for (const name of ["a", "b"]) {
      const code = `const char *prefix = "${prefix(name)}/share"; ${main}`;
      lab.compile(name, "bin/tool", { code, runPath: `${prefix(name)}/lib` });
      lab.write(name, "bin/script", `#!${prefix(name)}/bin/tool\n`, 0o755);
    }
    const { files } = await compare();
    expect(files.map(({ path, ownPathOnly, binary }) => [path, ownPathOnly, binary])).toEqual([
      ["bin/script", true, undefined],
      ["bin/tool", true, undefined],
    ]);
    expect(spawnSync("cmp", [lab.here("a", "bin/tool"), lab.here("b", "bin/tool")]).status).toBe(1);
  });
});

test("the mask works wherever a file is cut into pieces", () => {
  const texts = ["xxMASKyyMASK", "MASKMASKMAS", "MAMASKSK", "nothing", "", "MASK"];
  for (const text of texts) {
    const other = text.replaceAll("MASK", "KSAM");
    const whole = digestsOf([text], "MASK");
    expect(digestsOf([other], "KSAM").masked).toBe(whole.masked);
    for (let first = 0; first <= text.length; first += 1) {
      for (let second = first; second <= text.length; second += 1) {
        const pieces = [text.slice(0, first), text.slice(first, second), text.slice(second)];
        expect(digestsOf(pieces, "MASK")).toEqual(whole);
      }
    }
  }
});

function digestsOf(pieces: readonly string[], mask: string) {
  const digest = contentDigest({ bytes: Buffer.from(mask) });
  for (const piece of pieces) digest.update(Buffer.from(piece));
  return digest.digests();
}
