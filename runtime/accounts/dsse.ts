/**
 * Signed envelopes. Source: DSSE 1.0, https://github.com/secure-systems-lab/dsse
 */
import { HabcError } from "../../compiler/ir/index.ts";
import { signMessage, verifyMessage } from "../crypto/ed25519.ts";
import { findPublicKey } from "../crypto/key-cache.ts";
import type { KeyFile } from "../crypto/key-file.ts";
import { formatKeyName, type KeyName, parseKeyName } from "../crypto/key-name.ts";

/** An envelope as it stands in a file. */
export interface Envelope {
  readonly payloadType: string;
  /** Base64. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** What is signed: the type and the payload, each behind its length. */
function preAuthenticationEncoding(type: string, payload: Uint8Array): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

/** @param key The secret signing key of an origin. */
export async function signEnvelope(
  payloadType: string,
  payload: Uint8Array,
  key: KeyFile,
): Promise<Envelope> {
  const signature = await signMessage(
    preAuthenticationEncoding(payloadType, payload),
    key.material,
  );
  return {
    payloadType,
    payload: Buffer.from(payload).toString("base64"),
    signatures: [{ keyid: formatKeyName(key), sig: Buffer.from(signature).toString("base64") }],
  };
}

/**
 * Checks the signatures of an envelope with the keys of the key cache.
 *
 * @returns The payload, and the keys that signed it.
 * @throws HabcError `provenance-invalid`, `key-missing`.
 */
export async function openEnvelope(
  text: string,
  { file, keys }: { readonly file: string; readonly keys: string },
): Promise<{ readonly type: string; readonly payload: Buffer; readonly signers: KeyName[] }> {
  const envelope = parseEnvelope(text, file);
  const payload = Buffer.from(envelope.payload, "base64");
  const message = preAuthenticationEncoding(envelope.payloadType, payload);
  const signers: KeyName[] = [];
  for (const { keyid, sig } of envelope.signatures) {
    const name = parseKeyName(keyid);
    if (name === undefined) throw invalid(file, `${JSON.stringify(keyid)} names no key`);
    const { material: publicKey } = await findPublicKey(keys, name);
    const signature = Buffer.from(sig, "base64");
    if (signature.length !== 64 || !verifyMessage(message, { signature, publicKey })) {
      throw invalid(file, `the signature of ${keyid} does not hold`);
    }
    signers.push(name);
  }
  if (signers.length === 0) throw invalid(file, "nobody signed it");
  return { type: envelope.payloadType, payload, signers };
}

function parseEnvelope(text: string, file: string): Envelope {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(file, "it is not JSON");
  }
  const { payloadType, payload, signatures } = (value ?? {}) as Partial<Envelope>;
  const fits =
    typeof payloadType === "string" &&
    typeof payload === "string" &&
    Array.isArray(signatures) &&
    signatures.every((one) => typeof one?.keyid === "string" && typeof one.sig === "string");
  if (!fits) throw invalid(file, "it is no DSSE envelope");
  return { payloadType, payload, signatures };
}

/** The refusal of a provenance that says nothing to be relied on. */
export function invalid(file: string, what: string): HabcError {
  return new HabcError("provenance-invalid", `${file}: ${what}`, {
    hint: "do not rely on it: build the package again, or get both files anew",
  });
}
