import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { findDependency, interpreterOf } from "../../stdlib/dependencies.ts";

const idents = [
  "acme/bash-static/5.1/20240101000000",
  "acme/bash/5.2/20240101000000",
  "acme/zlib/1.2.8/20240101000000",
  "other/zlib/1.3/20240202000000",
  "acme/libstdc/1.0+build5/20240101000000",
];
const paths = idents.map((ident) => `/hab/pkgs/${ident}`);

function found(query: string): string | undefined {
  return findDependency(paths, query)?.slice("/hab/pkgs/".length);
}

/** What the reference does: an extended regular expression between slashes. */
function grep(query: string): string | undefined {
  const { status, stdout } = spawnSync("grep", ["-E", "-m1", "-e", `(^|/)${query}(/|$)`], {
    input: `${idents.join("\n")}\n`,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], LC_ALL: "C" },
  });
  return status === 0 ? stdout.trimEnd() : undefined;
}

describe("finding a dependency", () => {
  test.each([
    ["zlib", idents[2]],
    ["acme/zlib", idents[2]],
    ["other/zlib", idents[3]],
    ["zlib/1.3", idents[3]],
    ["acme/zlib/1.2.8/20240101000000", idents[2]],
    ["bash", idents[1]],
    ["bash/5.2", idents[1]],
    ["acme", idents[0]],
    ["zli", undefined],
    ["lib", undefined],
    ["hab", undefined],
    ["pkgs", undefined],
    ["", undefined],
    // Extended regular expressions.
    ["z.*b", idents[2]],
    ["(zlib|bash)", idents[1]],
    ["zlib/1\\.3", idents[3]],
    ["[[:alpha:]]lib/[[:digit:].]+", idents[2]],
    ["bash(-static)?", idents[0]],
  ])("%j", (query, expected) => {
    expect(found(query)).toBe(expected);
    if (query !== "") expect(grep(query)).toBe(expected);
  });

  test("takes what is no expression as it is written", () => {
    expect(found("acme/libstdc/1.0+build5")).toBe(idents[4]);
    expect(found("zlib(")).toBeUndefined();
    expect(findDependency(["/hab/pkgs/acme/a/1(/20240101000000"], "a/1(")).toBe(
      "/hab/pkgs/acme/a/1(/20240101000000",
    );
  });

  test("agrees with grep on what plans write", () => {
    const piece = fc.constantFrom("a", "acme", "zlib", "bash", "-static", "/", "1", ".", ".2", "5");
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), (pieces) => {
        expect(found(pieces.join(""))).toBe(grep(pieces.join("")));
      }),
      { numRuns: 60 },
    );
  });

  test("comes to an end whatever the expression", () => {
    const path = `/hab/pkgs/acme/${"a".repeat(60)}/1/20240101000000`;
    const start = performance.now();
    expect(findDependency([path], "(a+)+!")).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

describe("finding an interpreter", () => {
  function madePackage(interpreters?: string): string {
    const folder = mkdtempSync(join(tmpdir(), "habc-interpreters-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    if (interpreters !== undefined) writeFileSync(join(folder, "INTERPRETERS"), interpreters);
    return folder;
  }

  test("takes the line that ends in it", () => {
    const folder = madePackage("/p/bin/bash\n/p/bin/sh\n/p/libexec/c++\n");
    expect(interpreterOf(folder, "bin/sh")).toBe("/p/bin/sh");
    expect(interpreterOf(folder, "bin/bash")).toBe("/p/bin/bash");
    expect(interpreterOf(folder, "sh")).toBe("/p/bin/bash");
    expect(interpreterOf(folder, "libexec/c++")).toBe("/p/libexec/c++");
    expect(interpreterOf(folder, "bin/ba")).toBeUndefined();
    expect(interpreterOf(folder, "bin/zsh")).toBeUndefined();
  });

  test("finds none in a package without interpreters", () => {
    expect(interpreterOf(madePackage(), "bin/sh")).toBeUndefined();
    expect(interpreterOf(madePackage(""), "bin/sh")).toBeUndefined();
  });
});
