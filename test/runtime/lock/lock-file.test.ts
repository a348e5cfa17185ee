import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { type LockedPackage, parseLock, renderLock } from "../../../runtime/lock/lock-file.ts";

const sum = "0a".repeat(32);
const packages: LockedPackage[] = [
  {
    ident: "core/zlib/1.3/20240101000000",
    target: "x86_64-linux",
    wanted: ["core/zlib", "core/zlib/1.3"],
    files: sum,
    hart: sum,
  },
  {
    ident: "core/gcc/9.1.0/20240101000000",
    target: "x86_64-linux",
    wanted: ["core/gcc"],
    standIn: true,
  },
  { ident: "core/zlib/1.3/20240101000000", target: "aarch64-linux", wanted: [], files: sum },
];

describe("a lock file", () => {
  test("is TOML that reads back as it was, in one order whatever the order was", () => {
    const text = renderLock(packages);
    expect(renderLock([...packages].reverse())).toBe(text);
    expect(renderLock(parseLock(text, "habc.lock"))).toBe(text);
    expect(parseLock(text, "habc.lock")).toHaveLength(3);
    const table = parse(text) as { package: { ident: string; wanted?: string[] }[] };
    expect(table.package.map(({ ident, wanted }) => [ident, wanted])).toEqual([
      ["core/zlib/1.3/20240101000000", undefined],
      ["core/gcc/9.1.0/20240101000000", ["core/gcc"]],
      ["core/zlib/1.3/20240101000000", ["core/zlib", "core/zlib/1.3"]],
    ]);
  });

  test("has a change of one package in the lines of that package", () => {
    const before = renderLock(packages).split("\n");
    const changed = packages.map((one, at) =>
      at === 0 ? { ...one, ident: "core/zlib/1.4/20250101000000" } : one,
    );
    const after = renderLock(changed).split("\n");
    expect(after.filter((line) => !before.includes(line))).toEqual([
      'ident = "core/zlib/1.4/20250101000000"',
    ]);
  });

  test.each([
    ["no TOML", "x ="],
    ["of another version", "version = 2\n"],
    ["without a version", ""],
    ["with a conflict", `${renderLock(packages)}<<<<<<< ours\n`],
    [
      "with a release that is none",
      'version = 1\n[[package]]\nident = "core/zlib"\ntarget = "x"\n',
    ],
    [
      "with a checksum that is none",
      'version = 1\n[[package]]\nident = "a/b/1/20240101000000"\ntarget = "x"\nfiles = "0"\n',
    ],
    ["with something else", "version = 1\npackage = 3\n"],
    [
      "with one package twice",
      `${renderLock(packages)}${renderLock(packages).split("version = 1\n")[1]}`,
    ],
  ])("%s is refused with its name", (_, text) => {
    expect(() => parseLock(text, "some/habc.lock")).toThrow(
      expect.objectContaining({
        diagnostic: expect.objectContaining({
          code: "lock-invalid",
          message: expect.stringContaining("some/habc.lock: "),
        }),
      }),
    );
  });
});
