import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  derivePublicKey,
  generateSecretKey,
  signMessage,
  verifyMessage,
} from "../../../runtime/crypto/ed25519.ts";

/** The key pair of RFC 8032, section 7.1, test 2, with its message and signature. */
const rfc = {
  seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
  publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
  message: "72",
  signature:
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
};
const hex = (text: string) => Buffer.from(text, "hex");

test("signs as RFC 8032 says", async () => {
  expect(derivePublicKey(hex(rfc.seed))).toEqual(hex(rfc.publicKey));
  const secretKey = hex(rfc.seed + rfc.publicKey);
  const signature = await signMessage(hex(rfc.message), secretKey);
  expect(Buffer.from(signature).toString("hex")).toBe(rfc.signature);
});

test("a generated key is its seed and the public key that OpenSSL derives from it", async () => {
  const secret = generateSecretKey();
  expect(secret.length).toBe(64);
  const d = Buffer.from(secret.subarray(0, 32)).toString("base64url");
  const x = Buffer.from(secret.subarray(32)).toString("base64url");
  const key = createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", d, x }, format: "jwk" });
  const message = Buffer.from("message");
  expect(Buffer.from(await signMessage(message, secret))).toEqual(sign(null, message, key));
  expect(createPublicKey(key).export({ format: "jwk" }).x).toBe(x);
  expect(Buffer.compare(secret, generateSecretKey())).not.toBe(0);
});

test("a signature holds for its message and key alone", async () => {
  const secret = generateSecretKey();
  const publicKey = secret.subarray(32);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array(), fc.nat({ max: 511 }), async (message, bit) => {
      const signature = await signMessage(message, secret);
      expect(verifyMessage(message, { signature, publicKey })).toBe(true);
      const flipped = Uint8Array.from(signature);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(verifyMessage(message, { signature: flipped, publicKey })).toBe(false);
      expect(verifyMessage(Buffer.concat([message, hex("00")]), { signature, publicKey })).toBe(
        false,
      );
    }),
    { numRuns: 30 },
  );
});

test("OpenSSL accepts what was signed", async () => {
  const secret = generateSecretKey();
  const x = Buffer.from(secret.subarray(32)).toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const message = Buffer.from("message");
  expect(verify(null, message, key, await signMessage(message, secret))).toBe(true);
});
