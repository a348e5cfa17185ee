import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HabcError } from "../../../compiler/ir/index.ts";
import { generateSecretKey } from "../../../runtime/crypto/ed25519.ts";
import {
  formatKeyFile,
  type KeyFile,
  keyFileName,
  parseKeyFile,
} from "../../../runtime/crypto/key-file.ts";
import { type KeyKind, keyKinds } from "../../../runtime/crypto/key-kinds.ts";
import { parseKeyName, revisionOf } from "../../../runtime/crypto/key-name.ts";
import { refusal } from "./support.ts";

const secret = generateSecretKey();
const revision = "20261107120000";

function keyOf(kind: KeyKind, name = "acme"): KeyFile {
  const material = kind === "signing-secret" ? secret : secret.subarray(32);
  return { kind, name, revision, material };
}

function refusalOf(text: string): HabcError {
  try {
    parseKeyFile(text, "the.key");
  } catch (thrown) {
    if (thrown instanceof HabcError) return thrown;
    throw thrown;
  }
  throw new Error(`was accepted: ${text}`);
}

test("the text of a key is four lines without a line break at the end", () => {
  const encoded = Buffer.from(secret).toString("base64");
  expect(formatKeyFile(keyOf("signing-secret"))).toBe(`SIG-SEC-1\nacme-${revision}\n\n${encoded}`);
});

test.each([
  ["signing-public", "SIG-PUB-1", "acme-20261107120000.pub"],
  ["signing-secret", "SIG-SEC-1", "acme-20261107120000.sig.key"],
  ["box-public", "BOX-PUB-1", "acme-20261107120000.pub"],
  ["box-secret", "BOX-SEC-1", "acme-20261107120000.box.key"],
  ["ring", "SYM-SEC-1", "acme-20261107120000.sym.key"],
] as const)("%s is %s in %s", (kind, version, fileName) => {
  const text = formatKeyFile(keyOf(kind));
  expect(text.split("\n")[0]).toBe(version);
  expect(parseKeyFile(text, "x")).toEqual({ ...keyOf(kind), material: expect.anything() });
  expect(keyFileName(parseKeyFile(text, "x"))).toBe(fileName);
});

test("every key that can be written is read as it was", () => {
  const kinds = fc.constantFrom<KeyKind>("signing-public", "box-public", "box-secret", "ring");
  const names = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,30}$/);
  const times = fc.date({ min: new Date(0), max: new Date("9999-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(kinds, names, times, fc.uint8Array({ minLength: 32, maxLength: 32 }), (...key) => {
      const [kind, name, time, material] = key;
      const file: KeyFile = { kind, name, revision: revisionOf(time), material };
      const read = parseKeyFile(formatKeyFile(file), "x");
      expect({ ...read, material: Uint8Array.from(read.material) }).toEqual(file);
    }),
  );
});

test("white space around the key and lines behind it are allowed", () => {
  const lines = formatKeyFile(keyOf("signing-public")).split("\n");
  const text = [...lines.slice(0, 3), `  ${lines[3]}\t`, "more", ""].join("\n");
  expect(parseKeyFile(text, "x").name).toBe("acme");
  expect(parseKeyFile(lines.join("\r\n"), "x").name).toBe("acme");
});

test("the name of a service's key keeps its dots", () => {
  const name = "redis.default@acme";
  expect(parseKeyFile(formatKeyFile(keyOf("box-secret", name)), "x").name).toBe(name);
  expect(keyFileName(keyOf("box-secret", name))).toBe(`${name}-${revision}.box.key`);
});

test("only 14 digits at the very end are a revision", () => {
  expect(parseKeyName(`a-b-${revision}`)).toEqual({ name: "a-b", revision });
  expect(parseKeyName(`a-${revision}-${revision}`)?.name).toBe(`a-${revision}`);
  for (const text of [
    "acme",
    `acme-${revision}0`,
    `acme-${revision}-x`,
    `-${revision}`,
    revision,
  ]) {
    expect(parseKeyName(text)).toBeUndefined();
  }
  for (const text of [`../acme-${revision}`, `.acme-${revision}`, `a/b-${revision}`]) {
    expect(parseKeyName(text)).toBeUndefined();
  }
});

describe("a broken key file is refused with the line", () => {
  const [version, name, empty, encoded] = formatKeyFile(keyOf("signing-public")).split("\n");
  const cases: readonly (readonly [string, string, number, RegExp])[] = [
    ["nothing", "", 1, /no key file: its first line is ""/],
    ["another version", `SIG-PUB-2\n${name}\n\n${encoded}`, 1, /SIG-PUB-2/],
    ["space at the version", ` ${version}\n${name}\n\n${encoded}`, 1, /first line/],
    ["no name", `${version}`, 2, /name of the key is missing/],
    ["no revision", `${version}\nacme\n\n${encoded}`, 2, /14 digits, found "acme"/],
    ["space at the name", `${version}\n${name} \n\n${encoded}`, 2, /14 digits/],
    ["no origin", `${version}\nac.me-${revision}\n\n${encoded}`, 2, /not an origin: "ac\.me"/],
    ["a path as name", `${version}\n../x-${revision}\n\n${encoded}`, 2, /14 digits/],
    ["no empty line", `${version}\n${name}\n${encoded}\n${encoded}`, 3, /expected an empty line/],
    ["no key", `${version}\n${name}\n${empty}`, 4, /key itself is missing/],
    ["no base64", `${version}\n${name}\n\n!${encoded}`, 4, /not valid base64/],
    ["no padding", `${version}\n${name}\n\n${encoded?.replace("=", "")}`, 4, /base64/],
    ["too short", `${version}\n${name}\n\nAAAA`, 4, /has 32 bytes, this one has 3/],
  ];
  test.each(cases)("%s", (_title, text, line, message) => {
    const error = refusalOf(text);
    expect(error.diagnostic.code).toBe("key-invalid");
    expect(error.message).toMatch(message);
    expect(error.diagnostic.spans).toMatchObject([{ file: "the.key", start: { line, column: 1 } }]);
  });
});

test("halves of different keys are no secret key", async () => {
  const mixed = Buffer.concat([secret.subarray(0, 32), generateSecretKey().subarray(32)]);
  const text = formatKeyFile({ ...keyOf("signing-secret"), material: mixed });
  expect(await refusal(() => parseKeyFile(text, "the.key"))).toBe(
    "key-invalid: the.key, line 4: the secret half and the public half of the key do not belong together",
  );
});

test("an error about a secret shows and points at nothing of it", () => {
  for (const kind of Object.keys(keyKinds) as KeyKind[]) {
    if (!keyKinds[kind].secret) continue;
    const text = formatKeyFile(keyOf(kind));
    for (const broken of [text.slice(0, -3), `${text}!`, `${text}AAAA`]) {
      const error = refusalOf(broken);
      expect(error.message).toMatch(/line 4/);
      expect(error.diagnostic.spans).toEqual([]);
      expect(JSON.stringify(error.diagnostic)).not.toContain(text.split("\n")[3]?.slice(0, 8));
    }
  }
});
