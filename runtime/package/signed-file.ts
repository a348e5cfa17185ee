/**
 * The envelope of a `.hart` and of `FILES`: five lines of text, then the payload as it is.
 *
 *     HART-1
 *     <origin>-<revision of the key>
 *     BLAKE2b
 *     <base64 of: 64-byte Ed25519 signature, then the 64 signed bytes>
 *     <empty>
 *
 * What is signed is the payload's BLAKE2b-256 as 64 hexadecimal digits.
 * Source: Habitat, `core/src/crypto/artifact.rs` and `signing.rs`.
 */
import { HabcError } from "../../compiler/ir/index.ts";
import { signatureBytes, signMessage, verifyMessage } from "../crypto/ed25519.ts";
import { decodeBase64, type KeyFile } from "../crypto/key-file.ts";
import { formatKeyName, type KeyName, parseKeyName } from "../crypto/key-name.ts";

const format = "HART-1";
const hashType = "BLAKE2b";
const digestBytes = 64;

/** More than any header needs: what has no fifth line within it is no signed file. */
export const maxHeaderBytes = 4096;

/** What the envelope says. */
export interface SignedHeader {
  readonly format: string;
  /** Whose signature it is. */
  readonly signer: KeyName;
  readonly hashType: string;
  /** The signature and the signed text, 128 bytes in base64. */
  readonly signature: string;
  /** Where the payload starts, in bytes. */
  readonly length: number;
}

/**
 * Makes the header for a payload.
 *
 * @param digest The payload's BLAKE2b-256 in hexadecimal.
 * @param key A secret signing key.
 */
export async function signedHeader(digest: string, key: KeyFile): Promise<string> {
  const message = Buffer.from(digest, "latin1");
  const signature = await signMessage(message, key.material);
  return headerText(key, Buffer.concat([signature, message]));
}

/** The length in bytes of every header that a key can make. */
export function signedHeaderLength(key: KeyName): number {
  return headerText(key, Buffer.alloc(signatureBytes + digestBytes)).length;
}

function headerText(key: KeyName, signed: Uint8Array): string {
  const encoded = Buffer.from(signed).toString("base64");
  return `${format}\n${formatKeyName(key)}\n${hashType}\n${encoded}\n\n`;
}

/**
 * Reads the header at the start of a signed file. Each line may have white space around it, as
 * for Habitat.
 *
 * @param start The first {@link maxHeaderBytes} of the file, or all of a shorter one.
 * @param file What to call the file in errors.
 * @throws HabcError `hart-invalid`.
 */
export function parseSignedHeader(start: Uint8Array, file: string): SignedHeader {
  const refuse = (what: string) => new HabcError("hart-invalid", `${file}: ${what}`);
  const text = Buffer.from(start).toString("latin1", 0, maxHeaderBytes);
  if (text === "") throw refuse("the file is empty");
  let length = 0;
  const nextLine = (what: string): string => {
    if (length === text.length) throw refuse(`the file ends before ${what}`);
    const end = text.indexOf("\n", length);
    const line = text.slice(length, end === -1 ? undefined : end);
    length = end === -1 ? text.length : end + 1;
    return line.trim();
  };

  const foundFormat = nextLine("the format");
  if (foundFormat !== format) {
    throw refuse(`not a signed file: expected ${format}, found ${shown(foundFormat)}`);
  }
  const signerText = nextLine("the name of the signing key");
  const signer = parseKeyName(signerText);
  if (signer === undefined) throw refuse(`not the name of a signing key: ${shown(signerText)}`);
  const foundHash = nextLine("the hash type");
  if (foundHash !== hashType) {
    throw refuse(`unknown hash type: expected ${hashType}, found ${shown(foundHash)}`);
  }
  const signature = nextLine("the signature");
  if (decodeBase64(signature)?.length !== signatureBytes + digestBytes) {
    throw refuse(
      `the signature is not the base64 of ${signatureBytes + digestBytes} bytes: ${shown(signature)}`,
    );
  }
  const empty = nextLine("the empty line that ends the header");
  if (empty !== "") throw refuse(`the fifth line is not empty: ${shown(empty)}`);
  return { format: foundFormat, signer, hashType: foundHash, signature, length };
}

/** How a payload relates to its header. */
export type SignatureVerdict = "holds" | "other-content" | "other-key";

/**
 * Checks a signature.
 *
 * @param options.digest The payload's BLAKE2b-256 in hexadecimal.
 * @param options.key The public key that the header names.
 */
export function checkSignature(
  header: SignedHeader,
  { digest, key }: { readonly digest: string; readonly key: KeyFile },
): SignatureVerdict {
  const bytes = Buffer.from(header.signature, "base64");
  const signature = bytes.subarray(0, signatureBytes);
  const message = bytes.subarray(signatureBytes);
  if (!verifyMessage(message, { signature, publicKey: key.material })) return "other-key";
  return message.toString("latin1") === digest ? "holds" : "other-content";
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
