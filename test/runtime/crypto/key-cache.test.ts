import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generateSecretKey } from "../../../runtime/crypto/ed25519.ts";
import {
  findPublicKey,
  latestPublicKey,
  latestSecretKey,
  listKeys,
} from "../../../runtime/crypto/key-cache.ts";
import { formatKeyFile, type KeyFile, publicHalf } from "../../../runtime/crypto/key-file.ts";
import { keyCacheFolder } from "../../../runtime/crypto/key-folder.ts";
import { exportKey, generateKeyPair, importKey } from "../../../runtime/crypto/key-pair.ts";
import { b2sum, refusal, scratch } from "./support.ts";

const now = new Date("2026-11-07T12:00:00Z");

function secretKey(name: string, revision = "20261107120000"): KeyFile {
  return { kind: "signing-secret", name, revision, material: generateSecretKey() };
}

function put(folder: string, fileName: string, key: KeyFile): void {
  writeFileSync(join(folder, fileName), formatKeyFile(key));
}

test("the cache is where the environment says, else where the user's is", () => {
  const home = { HOME: "/home/someone" };
  expect(keyCacheFolder({ ...home, HAB_CACHE_KEY_PATH: "/keys" })).toBe("/keys");
  expect(keyCacheFolder({ HAB_CACHE_KEY_PATH: "keys" })).toBe(join(process.cwd(), "keys"));
  expect(keyCacheFolder({ ...home, HAB_CACHE_KEY_PATH: "" }, { root: true })).toBe(
    "/hab/cache/keys",
  );
  expect(keyCacheFolder(home, { root: false })).toBe("/home/someone/.hab/cache/keys");
});

test("a generated pair has Habitat's names and modes, in a folder of its owner alone", async () => {
  const folder = join(scratch(), "some/keys");
  const pair = await generateKeyPair(folder, { origin: "acme", now });
  expect(pair).toEqual({
    name: "acme",
    revision: "20261107120000",
    publicFile: join(folder, "acme-20261107120000.pub"),
    secretFile: join(folder, "acme-20261107120000.sig.key"),
  });
  const mode = (path: string) => statSync(path).mode & 0o777;
  expect([mode(pair.publicFile), mode(pair.secretFile), mode(folder)]).toEqual([
    0o444, 0o400, 0o700,
  ]);
  expect(mode(join(folder, "..")) & 0o500).toBe(0o500);
  expect(readdirSync(folder)).toHaveLength(2);
  const secret = await latestSecretKey(folder, "acme");
  expect(publicHalf(secret)).toEqual(await findPublicKey(folder, pair));
});

test("pairs that are generated in the same second are different pairs", async () => {
  const folder = scratch();
  const pairs = await Promise.all(
    Array.from({ length: 12 }, () => generateKeyPair(folder, { origin: "acme", now })),
  );
  expect(new Set(pairs.map(({ revision }) => revision)).size).toBe(12);
  expect(readdirSync(folder)).toHaveLength(24);
  const { keys, problems } = await listKeys(folder);
  expect([keys.length, problems]).toEqual([24, []]);
  for (const pair of pairs) {
    const secret = await latestSecretKey(folder, "acme");
    expect(publicHalf(secret)).toEqual(await findPublicKey(folder, secret));
    expect(await findPublicKey(folder, pair)).toMatchObject({ revision: pair.revision });
  }
});

test("a revision whose secret key is there already is not taken", async () => {
  const folder = scratch();
  put(folder, "acme-20261107120000.sig.key", secretKey("acme"));
  const { revision } = await generateKeyPair(folder, { origin: "acme", now });
  expect(revision).toBe("20261107120001");
  expect(readdirSync(folder).sort()).toEqual([
    "acme-20261107120000.sig.key",
    "acme-20261107120001.pub",
    "acme-20261107120001.sig.key",
  ]);
});

test.each(["", "Acme", "-acme", "../acme", "a b", "a.b", "x".repeat(256)])(
  "no key is generated for %j, which is no origin",
  async (origin) => {
    const folder = join(scratch(), "keys");
    expect(await refusal(() => generateKeyPair(folder, { origin }))).toMatch(
      /^usage: not an origin/,
    );
    expect(existsSync(folder)).toBe(false);
  },
);

test("the key of acme-labs does not sign for acme", async () => {
  const folder = scratch();
  await generateKeyPair(folder, { origin: "acme-labs", now });
  await generateKeyPair(folder, { origin: "acme-20261107120000", now });
  expect(await refusal(() => latestSecretKey(folder, "acme"))).toMatch(
    /^key-missing: there is no secret origin key of acme in the key cache/,
  );
  expect(await refusal(() => latestPublicKey(folder, "acme"))).toMatch(/^key-missing/);
  await generateKeyPair(folder, { origin: "acme", now: new Date(0) });
  expect(await latestSecretKey(folder, "acme")).toMatchObject({ name: "acme" });
});

test("the newest key is taken, whatever order they came in", async () => {
  const folder = scratch();
  for (const revision of ["20261107120000", "20271107120000", "20251107120000"]) {
    const key = secretKey("acme", revision);
    put(folder, `acme-${revision}.sig.key`, key);
    put(folder, `acme-${revision}.pub`, publicHalf(key));
  }
  for (const find of [latestSecretKey, latestPublicKey]) {
    expect(await find(folder, "acme")).toMatchObject({ revision: "20271107120000" });
  }
});

test("an encryption key of the same name is not taken for a signing key", async () => {
  const folder = scratch();
  const signing = publicHalf(secretKey("acme"));
  const box: KeyFile = { ...signing, kind: "box-public", revision: "20271107120000" };
  put(folder, "acme-20261107120000.pub", signing);
  put(folder, "acme-20271107120000.pub", box);
  expect(await latestPublicKey(folder, "acme")).toMatchObject({ revision: "20261107120000" });
  expect(await refusal(() => findPublicKey(folder, box))).toMatch(
    /^key-invalid: .*is a public encryption key, not a public origin key/,
  );
});

test("a key under another key's name is refused", async () => {
  const folder = scratch();
  put(folder, "acme-20261107120000.sig.key", secretKey("other"));
  expect(await refusal(() => latestSecretKey(folder, "acme"))).toMatch(
    /^key-invalid: .*holds the secret origin key other-20261107120000/,
  );
});

test("a secret key that does not belong to its public key is refused", async () => {
  const folder = scratch();
  put(folder, "acme-20261107120000.sig.key", secretKey("acme"));
  put(folder, "acme-20261107120000.pub", publicHalf(secretKey("acme")));
  expect(await refusal(() => latestSecretKey(folder, "acme"))).toMatch(
    /^key-invalid: the secret origin key acme-20261107120000 does not belong to/,
  );
});

test("a missing key is explained, and ends plan builds with 35", async () => {
  const folder = join(scratch(), "nowhere");
  const error = await latestSecretKey(folder, "acme").catch((thrown) => thrown);
  expect(error).toMatchObject({ exitCode: 35 });
  expect(error.diagnostic.hint).toMatch(/habc origin key generate acme/);
  expect(error.message).toContain(folder);
});

test("listing names every key and every file that is none", async () => {
  const folder = scratch();
  await generateKeyPair(folder, { origin: "acme", now });
  writeFileSync(join(folder, "ring-20261107120000.sym.key"), "SYM-SEC-1\nring");
  writeFileSync(join(folder, "notes.txt"), "mine");
  const { keys, problems } = await listKeys(folder);
  expect(keys.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    "acme signing-public",
    "acme signing-secret",
  ]);
  expect(problems.map(({ code }) => code)).toEqual(["key-invalid"]);
  expect(await listKeys(join(folder, "nowhere"))).toEqual({ keys: [], problems: [] });
});

test("what is exported can be imported elsewhere, byte for byte", async () => {
  const [from, to] = [join(scratch(), "from"), join(scratch(), "to")];
  const pair = await generateKeyPair(from, { origin: "acme", now });
  for (const secret of [false, true]) {
    const { text, fileName } = await exportKey(from, { origin: "acme", secret });
    const imported = await importKey(to, { text, file: "standard input" });
    expect(imported).toMatchObject({ file: join(to, fileName), written: true, name: "acme" });
  }
  for (const name of readdirSync(from)) {
    expect(readFileSync(join(to, name))).toEqual(readFileSync(join(from, name)));
    expect(statSync(join(to, name)).mode).toBe(statSync(join(from, name)).mode);
  }
  expect(readFileSync(pair.publicFile, "utf8")).toMatch(/^SIG-PUB-1\n/);
  expect(await exportKey(from, { origin: "acme" })).toEqual({
    fileName: "acme-20261107120000.pub",
    text: readFileSync(pair.publicFile, "utf8"),
  });
});

test("the same key again changes nothing, a different one is refused with both checksums", async () => {
  const folder = scratch();
  const [one, other] = [publicHalf(secretKey("acme")), publicHalf(secretKey("acme"))];
  const source = (key: KeyFile) => ({ text: formatKeyFile(key), file: "input" });
  const { file } = await importKey(folder, source(one));
  const before = statSync(file);
  expect(await importKey(folder, source(one))).toMatchObject({ written: false });
  expect(statSync(file)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });

  const otherFile = join(scratch(), "other");
  writeFileSync(otherFile, formatKeyFile(other));
  const message = await refusal(() => importKey(folder, source(other)));
  expect(message).toMatch(/^key-exists/);
  expect(message).toContain(b2sum(file));
  expect(message).toContain(b2sum(otherFile));
  expect(readFileSync(file, "utf8")).toBe(formatKeyFile(one));
  expect(readdirSync(folder)).toHaveLength(1);
});

test("neither half of a pair can be imported beside a stranger's other half", async () => {
  const [one, other] = [secretKey("acme"), secretKey("acme")];
  const source = (key: KeyFile) => ({ text: formatKeyFile(key), file: "input" });
  const folder = scratch();
  await importKey(folder, source(publicHalf(one)));
  expect(await refusal(() => importKey(folder, source(other)))).toMatch(
    /^key-invalid: the secret origin key acme-20261107120000 does not belong to/,
  );
  const second = scratch();
  await importKey(second, source(one));
  expect(await refusal(() => importKey(second, source(publicHalf(other))))).toMatch(
    /^key-invalid: the public origin key/,
  );
  expect([...readdirSync(folder), ...readdirSync(second)]).toHaveLength(2);
});

test("only an origin's signing keys are imported", async () => {
  const folder = scratch();
  const ring: KeyFile = { ...publicHalf(secretKey("acme")), kind: "ring" };
  const source = { text: formatKeyFile(ring), file: "input" };
  expect(await refusal(() => importKey(folder, source))).toMatch(/^key-invalid: .*ring key/);
  expect(await refusal(() => importKey(folder, { text: "hello", file: "input" }))).toMatch(
    /^key-invalid: input: this is no key file/,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test("what a killed process left of a key is cleared away, a living one's is not", async () => {
  const folder = scratch();
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").slice(0, 8);
  const pidSpace = readlinkSync("/proc/self/ns/pid").replace(/\D/g, "");
  const start = `.acme-20261107120000.pub.${boot}-${pidSpace}`;
  const dead = join(folder, `${start}-4194304-00000000`);
  const living = join(folder, `${start}-${process.pid}-00000000`);
  for (const file of [dead, living]) writeFileSync(file, "half a k");
  await generateKeyPair(folder, { origin: "acme", now });
  expect([existsSync(dead), existsSync(living)]).toEqual([false, true]);
});

test("a cache that cannot be written is explained and nothing is left behind", async () => {
  const folder = scratch();
  writeFileSync(join(folder, "keys"), "a file");
  expect(await refusal(() => generateKeyPair(join(folder, "keys"), { origin: "acme" }))).toMatch(
    /^results-unwritable/,
  );
  const dangling = join(folder, "dangling");
  mkdirSync(dangling);
  symlinkSync("nowhere/at/all", join(dangling, "acme-20261107120000.pub"));
  const key = publicHalf(secretKey("acme"));
  const refused = await refusal(() =>
    importKey(dangling, { text: formatKeyFile(key), file: "input" }),
  );
  expect(refused).toMatch(/^results-unwritable/);
  expect(readdirSync(dangling)).toHaveLength(1);
});
