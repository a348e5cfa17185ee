/**
 * Ed25519 as Habitat's keys use it: a secret key is 64 bytes, the 32-byte seed and behind it
 * the 32-byte public key (libsodium's form).
 */
import { createPrivateKey, createPublicKey, randomBytes, verify } from "node:crypto";
import { signAsync } from "@noble/ed25519";

/** What stands before the 32-byte seed in its PKCS #8 form. Source: RFC 8410, section 7. */
const pkcs8Head = Buffer.from("302e020100300506032b657004220420", "hex");
/** What stands before the 32-byte public key in its SPKI form. Source: RFC 8410, section 4. */
const spkiHead = Buffer.from("302a300506032b6570032100", "hex");

export const seedBytes = 32;
export const signatureBytes = 64;

/** A new secret key, 64 bytes. */
export function generateSecretKey(): Uint8Array {
  const seed = randomBytes(seedBytes);
  return Buffer.concat([seed, derivePublicKey(seed)]);
}

/** The public key, 32 bytes, that belongs to a 32-byte seed. */
export function derivePublicKey(seed: Uint8Array): Uint8Array {
  const secret = createPrivateKey({
    key: Buffer.concat([pkcs8Head, seed]),
    format: "der",
    type: "pkcs8",
  });
  const spki = createPublicKey(secret).export({ format: "der", type: "spki" });
  return spki.subarray(spkiHead.length);
}

/** The 64-byte signature of a message by a 64-byte secret key. */
export async function signMessage(message: Uint8Array, secretKey: Uint8Array): Promise<Uint8Array> {
  return await signAsync(message, secretKey.subarray(0, seedBytes));
}

/** Whether a signature of a message was made by the owner of a 32-byte public key. */
export function verifyMessage(
  message: Uint8Array,
  { signature, publicKey }: { readonly signature: Uint8Array; readonly publicKey: Uint8Array },
): boolean {
  const key = createPublicKey({
    key: Buffer.concat([spkiHead, publicKey]),
    format: "der",
    type: "spki",
  });
  return verify(null, message, key, signature);
}
