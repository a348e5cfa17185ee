import fc from "fast-check";
import { expect, test } from "vitest";
import { createMask } from "../../../runtime/build/mask.ts";

function shown(secrets: readonly string[], chunks: readonly string[]): string {
  const mask = createMask(secrets);
  const parts = [...chunks.map((chunk) => mask.push(Buffer.from(chunk))), mask.end()];
  return Buffer.concat(parts).toString();
}

test("a secret is covered wherever it is cut in two", () => {
  const text = "before hunter2 hunter2hunter2 after hunt";
  for (let at = 0; at <= text.length; at++) {
    expect(shown(["hunter2"], [text.slice(0, at), text.slice(at)])).toBe(
      "before [secret] [secret][secret] after hunt",
    );
  }
});

test("no secret comes through, whatever the chunks are, and the rest stays as it is", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("a", "ab", "abc", "token-x", "tok", "en-x", "\n", "é"), {
        maxLength: 40,
      }),
      (chunks) => {
        const whole = chunks.join("");
        expect(shown(["token-x"], chunks)).toBe(whole.replaceAll("token-x", "[secret]"));
      },
    ),
  );
});

test("of two secrets at one place the longer is covered", () => {
  expect(shown(["pass", "password"], ["the password and the pass"])).toBe(
    "the [secret] and the [secret]",
  );
});

test("without secrets the bytes are passed on as they are", () => {
  const bytes = Uint8Array.from([0, 255, 10, 128]);
  expect(createMask([]).push(bytes)).toBe(bytes);
  expect(Buffer.from(createMask(["xyz"]).push(bytes)).equals(Buffer.from(bytes))).toBe(true);
});
