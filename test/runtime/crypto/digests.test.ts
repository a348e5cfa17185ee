import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import blakejs from "blakejs";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  blake2b,
  blake2bOfFile,
  createBlake2b,
  digestsOf,
} from "../../../runtime/crypto/digests.ts";
import { b2sum, scratch } from "./support.ts";

test("BLAKE2b-256 of a file is what b2sum says, at every size around a buffer", async () => {
  const folder = scratch();
  for (const size of [0, 1, 127, 128, 129, 1 << 20, (1 << 20) + 1, 3_000_000]) {
    const file = join(folder, `${size}`);
    writeFileSync(file, Buffer.alloc(size, `${size}`));
    expect(await blake2bOfFile(file)).toBe(b2sum(file));
  }
});

test("BLAKE2b-256 of data is what Python's hashlib says", async () => {
  const script = "import hashlib,sys;print(hashlib.blake2b(b'habc',digest_size=32).hexdigest())";
  const expected = execFileSync("python3", ["-c", script], { encoding: "utf8" }).trim();
  expect(await blake2b(Buffer.from("habc"))).toBe(expected);
});

test("BLAKE2b-256 in pieces is that of the whole, and blakejs agrees", async () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(pieces, async (parts) => {
      const hasher = await createBlake2b();
      for (const part of parts) hasher.update(part);
      const whole = Buffer.concat(parts);
      expect(hasher.hex()).toBe(blakejs.blake2bHex(whole, undefined, 32));
      expect(await blake2b(whole)).toBe(blakejs.blake2bHex(whole, undefined, 32));
    }),
  );
});

test("two hashers at work at once do not disturb each other", async () => {
  const [one, other] = [await createBlake2b(), await createBlake2b()];
  one.update(Buffer.from("o"));
  other.update(Buffer.from("other"));
  one.update(Buffer.from("ne"));
  expect(one.hex()).toBe(await blake2b(Buffer.from("one")));
  expect(other.hex()).toBe(await blake2b(Buffer.from("other")));
});

test("both checksums of an open file are those of b2sum and sha256sum", async () => {
  const file = join(scratch(), "file");
  writeFileSync(file, Buffer.alloc(2_500_000, "content"));
  const sha256 = execFileSync("sha256sum", [file], { encoding: "utf8" }).slice(0, 64);
  const handle = await open(file);
  try {
    expect(await digestsOf(handle)).toEqual({ bytes: 2_500_000, blake2b: b2sum(file), sha256 });
  } finally {
    await handle.close();
  }
});
