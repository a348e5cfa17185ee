import { createPublicKey, verify as nodeVerify } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blake2b } from "../../../runtime/crypto/digests.ts";
import { generateSecretKey } from "../../../runtime/crypto/ed25519.ts";
import { type KeyFile, publicHalf } from "../../../runtime/crypto/key-file.ts";
import {
  checkSignature,
  parseSignedHeader,
  signedHeader,
  signedHeaderLength,
} from "../../../runtime/package/signed-file.ts";
import { refusal } from "../crypto/support.ts";

const key: KeyFile = {
  kind: "signing-secret",
  name: "acme",
  revision: "20261107120000",
  material: generateSecretKey(),
};
const digest = await blake2b(Buffer.from("the payload"));
const header = await signedHeader(digest, key);

test("a header is five lines whose signature OpenSSL accepts for the digest in hexadecimal", () => {
  const lines = header.split("\n");
  expect(lines).toHaveLength(6);
  expect([lines[0], lines[1], lines[2], lines[4], lines[5]]).toEqual([
    "HART-1",
    "acme-20261107120000",
    "BLAKE2b",
    "",
    "",
  ]);
  expect(lines[3]).toMatch(/^[A-Za-z0-9+/]{171}=$/);
  const signed = Buffer.from(lines[3] ?? "", "base64");
  expect(signed.toString("latin1", 64)).toBe(digest);
  const x = Buffer.from(key.material.subarray(32)).toString("base64url");
  const openssl = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  expect(nodeVerify(null, signed.subarray(64), openssl, signed.subarray(0, 64))).toBe(true);
});

test("every header is read as it was written, has the length that was foretold, and holds", async () => {
  const names = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,60}$/);
  const payloads = fc.uint8Array();
  await fc.assert(
    fc.asyncProperty(names, payloads, payloads, async (name, payload, rest) => {
      const named = { ...key, name };
      const text = await signedHeader(await blake2b(payload), named);
      expect(signedHeaderLength(named)).toBe(text.length);
      const read = parseSignedHeader(Buffer.concat([Buffer.from(text), rest]), "x");
      expect(read.signer).toEqual({ name, revision: key.revision });
      expect(read.length).toBe(text.length);
      const verdict = (bytes: string, material: Uint8Array) =>
        checkSignature(read, { digest: bytes, key: { ...publicHalf(named), material } });
      const publicKey = publicHalf(named).material;
      expect(verdict(await blake2b(payload), publicKey)).toBe("holds");
      expect(
        verdict(await blake2b(Buffer.concat([payload, rest, payload, Buffer.of(1)])), publicKey),
      ).toBe("other-content");
      expect(verdict(await blake2b(payload), generateSecretKey().subarray(32))).toBe("other-key");
    }),
    { numRuns: 40 },
  );
});

test("white space around a line is allowed", () => {
  const spaced = header.replaceAll("\n", " \t\r\n");
  const read = parseSignedHeader(Buffer.from(`${spaced}payload`), "x");
  expect(read).toMatchObject({ format: "HART-1", signer: { name: "acme" }, length: spaced.length });
});

describe("what is no header is refused for its reason", () => {
  const [format, signer, hash, signature] = header.split("\n");
  const cases: readonly (readonly [string, string, string])[] = [
    ["an empty file", "", "the file is empty"],
    ["another format", `HART-2\n${signer}`, 'not a signed file: expected HART-1, found "HART-2"'],
    ["only a format", `${format}\n`, "the file ends before the name of the signing key"],
    ["no revision", `${format}\nacme\n`, 'not the name of a signing key: "acme"'],
    ["an empty name", `${format}\n\n${hash}`, 'not the name of a signing key: ""'],
    ["a path as name", `${format}\n../${signer}\n`, 'not the name of a signing key: "../acme'],
    ["no hash type", `${format}\n${signer}\n`, "the file ends before the hash type"],
    [
      "another hash",
      `${format}\n${signer}\nMD5\n`,
      'unknown hash type: expected BLAKE2b, found "MD5"',
    ],
    ["no signature", `${format}\n${signer}\n${hash}\n`, "the file ends before the signature"],
    [
      "a signature that is no base64",
      `${format}\n${signer}\n${hash}\nnot:base64\n\n`,
      'the signature is not the base64 of 128 bytes: "not:base64"',
    ],
    [
      "a signature of another length",
      `${format}\n${signer}\n${hash}\n${signature?.slice(4)}\n\n`,
      "the signature is not the base64 of 128 bytes",
    ],
    [
      "no empty line",
      `${format}\n${signer}\n${hash}\n${signature}\n`,
      "the file ends before the empty line that ends the header",
    ],
    [
      "something in the empty line",
      `${format}\n${signer}\n${hash}\n${signature}\nx\n`,
      'the fifth line is not empty: "x"',
    ],
  ];
  test.each(cases)("%s", async (_title, text, message) => {
    const refused = await refusal(() => parseSignedHeader(Buffer.from(text), "a.hart"));
    expect(refused.startsWith(`hart-invalid: a.hart: ${message}`)).toBe(true);
  });
});

test("random bytes never end in anything but a refusal", async () => {
  const lines = fc.array(
    fc.constantFrom("HART-1", "acme-20261107120000", "BLAKE2b", "\n", "=", "é"),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array(),
        lines.map((l) => Buffer.from(l.join("\n"))),
      ),
      async (bytes) => {
        expect(await refusal(() => parseSignedHeader(bytes, "x"))).toMatch(/^hart-invalid: x: /);
      },
    ),
  );
});
