import fc from "fast-check";
import { expect, test } from "vitest";
import { changesBetween, keyOf } from "../../../runtime/cache/inputs.ts";

const anyInputs = fc
  .array(fc.tuple(fc.string({ maxLength: 4 }), fc.string({ maxLength: 4 })), { maxLength: 5 })
  .map((entries) => new Map(entries));

test("inputs have one key exactly when nothing has changed between them", () => {
  fc.assert(
    fc.property(anyInputs, anyInputs, (a, b) => {
      expect(keyOf(a) === keyOf(b)).toBe(changesBetween(a, b).length === 0);
    }),
  );
});

test("their order does not count, and a name is not mistaken for a text", () => {
  const pairs = [
    ["a", "1"],
    ["b", "2"],
  ] as const;
  expect(keyOf(new Map(pairs))).toBe(keyOf(new Map([...pairs].reverse())));
  expect(keyOf(new Map([["a", "b"]]))).not.toBe(keyOf(new Map([["ab", ""]])));
});

test("changes say what was, what is, what is new and what is gone", () => {
  const before = new Map([
    ["same", "x"],
    ["other", "1"],
    ["gone", "y"],
  ]);
  const now = new Map([
    ["same", "x"],
    ["other", "2"],
    ["new", "z"],
  ]);
  expect(changesBetween(before, now)).toEqual([
    { input: "gone", before: "y" },
    { input: "new", now: "z" },
    { input: "other", before: "1", now: "2" },
  ]);
});
