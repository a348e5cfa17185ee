import { HabcError, type Span } from "../../compiler/ir/index.ts";
import { originName } from "../../compiler/ir/rules.ts";
import { derivePublicKey, seedBytes } from "./ed25519.ts";
import { type KeyKind, keyKinds, kindOfVersion } from "./key-kinds.ts";
import { formatKeyName, type KeyName, parseKeyName } from "./key-name.ts";

/** The content of a key file. */
export interface KeyFile extends KeyName {
  readonly kind: KeyKind;
  /** The key itself; for a secret signing key the seed and the public key. */
  readonly material: Uint8Array;
}

/**
 * Reads the text of a key file: the version line, `name-revision`, an empty line, the key in
 * base64. What follows is ignored, as Habitat does.
 *
 * @param file What to call the file in errors.
 * @throws HabcError `key-invalid` with the line, unless that line holds a secret.
 */
export function parseKeyFile(text: string, file: string): KeyFile {
  const [version = "", fullName, empty, encoded] = text.split(/\r?\n/, 4);
  const refuse = (line: number, what: string, hint?: string): HabcError => {
    const hidden = /SEC/.test(version) && line === 4;
    const place = hidden ? `, line ${line}` : "";
    const content = [version, fullName, empty, encoded][line - 1] ?? "";
    return new HabcError("key-invalid", `${file}${place}: ${what}`, {
      ...(hint === undefined ? {} : { hint }),
      ...(hidden ? {} : { spans: [lineSpan(file, line, content)] }),
    });
  };

  const kind = kindOfVersion(version);
  if (kind === undefined) {
    throw refuse(1, `this is no key file: its first line is ${shown(version)}`, versionHint);
  }
  const { title, bytes } = keyKinds[kind];
  if (fullName === undefined) throw refuse(2, "the name of the key is missing");
  const name = parseKeyName(fullName);
  if (name === undefined) {
    throw refuse(2, `expected the key's name, a dash and 14 digits, found ${shown(fullName)}`);
  }
  const isSigning = kind === "signing-public" || kind === "signing-secret";
  if (isSigning && !new RegExp(originName.pattern).test(name.name)) {
    throw refuse(2, `not an origin: ${shown(name.name)}; expected ${originName.expected}`);
  }
  if (empty === undefined || encoded === undefined) throw refuse(4, "the key itself is missing");
  if (empty.trim() !== "") throw refuse(3, "expected an empty line");
  const material = decodeBase64(encoded.trim());
  if (material === undefined) throw refuse(4, "the key is not valid base64");
  if (material.length !== bytes) {
    throw refuse(4, `a ${title} has ${bytes} bytes, this one has ${material.length}`);
  }
  if (kind === "signing-secret" && !isPair(material)) {
    throw refuse(4, "the secret half and the public half of the key do not belong together");
  }
  return { kind, ...name, material };
}

/** The text of a key file, without a line break at its end, byte for byte as Habitat's. */
export function formatKeyFile(key: KeyFile): string {
  const encoded = Buffer.from(key.material).toString("base64");
  return `${keyKinds[key.kind].version}\n${formatKeyName(key)}\n\n${encoded}`;
}

/** The name of the key's file in a cache. */
export function keyFileName(key: Pick<KeyFile, "kind" | "name" | "revision">): string {
  return `${formatKeyName(key)}.${keyKinds[key.kind].suffix}`;
}

/** The public half of a secret signing key. */
export function publicHalf(secret: KeyFile): KeyFile {
  return { ...secret, kind: "signing-public", material: secret.material.subarray(seedBytes) };
}

/** Standard base64 in its only form: padded, no foreign characters, no stray bits at the end. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

function isPair(material: Uint8Array): boolean {
  const derived = derivePublicKey(material.subarray(0, seedBytes));
  return Buffer.compare(derived, material.subarray(seedBytes)) === 0;
}

const versionHint = `a key file begins with ${Object.values(keyKinds)
  .map(({ version }) => version)
  .join(", ")}`;

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function lineSpan(file: string, line: number, content: string): Span {
  return { file, start: { line, column: 1 }, end: { line, column: content.length + 1 } };
}
