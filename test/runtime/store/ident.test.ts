import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatIdent,
  parseFullIdent,
  parseIdent,
  satisfies,
  tryParseIdent,
} from "../../../runtime/store/ident.ts";

const part = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);
const version = fc
  .stringMatching(/^[A-Za-z0-9.+~_-]{1,12}$/)
  .filter((text) => !/^\.\.?$/.test(text));
const release = fc.stringMatching(/^[0-9]{14}$/);
const fullIdent = fc.record({ origin: part, name: part, version, release });

describe("identifiers", () => {
  test("have two, three or four parts", () => {
    expect(parseIdent("core/zlib")).toEqual({ origin: "core", name: "zlib" });
    expect(parseIdent("core/zlib/1.3")).toEqual({ origin: "core", name: "zlib", version: "1.3" });
    expect(parseIdent("core/zlib/1.3/20240101000000")).toEqual({
      origin: "core",
      name: "zlib",
      version: "1.3",
      release: "20240101000000",
    });
  });

  test("come back from their text as they were", () => {
    fc.assert(
      fc.property(fullIdent, fc.integer({ min: 2, max: 4 }), (ident, count) => {
        const text = formatIdent(ident).split("/").slice(0, count).join("/");
        expect(formatIdent(parseIdent(text))).toBe(text);
      }),
    );
  });

  test.each([
    "",
    "zlib",
    "core/",
    "/zlib",
    "core//1.3",
    "core/zlib/",
    "core/zlib/1.3/",
    "core/zlib/1.3/20240101000000/x",
    "core/zlib/1.3/latest",
    "core/zl ib",
    "core/../etc",
    "core/zlib/..",
    "core/zlib/.",
    "core/zlib/1\n3",
    "core/zlib/1\0",
    "core/zlib\n",
  ])("refuse %j", (text) => {
    expect(tryParseIdent(text)).toBeUndefined();
    expect(() => parseIdent(text)).toThrow(
      expect.objectContaining({ diagnostic: expect.objectContaining({ code: "ident-invalid" }) }),
    );
  });

  test("without an origin get one proposed", () => {
    expect(() => parseIdent("zlib")).toThrow(
      expect.objectContaining({
        diagnostic: expect.objectContaining({ hint: expect.stringContaining("core/zlib") }),
      }),
    );
  });

  test("must be complete where one release is meant", () => {
    expect(() => parseFullIdent("core/zlib/1.3")).toThrow(/names no single release/);
  });

  test("are satisfied by what agrees in every part they state", () => {
    fc.assert(
      fc.property(fullIdent, fullIdent, (a, b) => {
        for (let count = 2; count <= 4; count += 1) {
          const required = parseIdent(formatIdent(a).split("/").slice(0, count).join("/"));
          expect(satisfies(a, required)).toBe(true);
          const asText = `${formatIdent(b)}/`.startsWith(`${formatIdent(required)}/`);
          expect(satisfies(b, required)).toBe(asText);
        }
      }),
    );
  });
});
