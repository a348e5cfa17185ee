import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatKeyName } from "../../../runtime/crypto/key-name.ts";
import { generateKeyPair } from "../../../runtime/crypto/key-pair.ts";
import { hartInfo } from "../../../runtime/package/hart-info.ts";
import { readHartMetadata } from "../../../runtime/package/hart-metadata.ts";
import { verifyHart } from "../../../runtime/package/hart-read.ts";
import { hashFile, readSignedHeader, signFile } from "../../../runtime/package/hart-sign.ts";
import { b2sum, refusal } from "../crypto/support.ts";
import { forge, ident, namesIn, pack, payloadThrough, root, workshop } from "./support.ts";

test("no bit of a .hart can be flipped without a refusal", async () => {
  const shop = await workshop();
  await pack(shop);
  // A key that one flipped bit of the header names instead.
  await generateKeyPair(shop.keys, { origin: "acmd" });
  const whole = readFileSync(shop.hart);
  const { length } = await readSignedHeader(shop.hart);
  const step = Math.ceil((whole.length - length) / 150);
  const bits: number[] = [];
  for (let bit = 0; bit < length * 8; bit += 3) bits.push(bit);
  for (let byte = length; byte < whole.length; byte += step) bits.push(byte * 8 + (byte % 8));
  bits.push(whole.length * 8 - 1);

  const copy = join(shop.folder, "flipped.hart");
  const seen = new Map<string, number>();
  for (const bit of bits) {
    const flipped = Buffer.from(whole);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    writeFileSync(copy, flipped);
    const [code = ""] = (await refusal(() => verifyHart(copy, shop))).split(":");
    seen.set(code, (seen.get(code) ?? 0) + 1);
  }
  expect([...seen.keys()].sort()).toEqual(["hart-invalid", "hart-signature", "key-missing"]);
});

test("a .hart that is cut short anywhere is refused, and one cut in its payload says so", async () => {
  const shop = await workshop();
  await pack(shop);
  const whole = readFileSync(shop.hart);
  const { length } = await readSignedHeader(shop.hart);
  const copy = join(shop.folder, "cut.hart");
  for (let size = 0; size < whole.length; size += size < length + 40 ? 1 : 97) {
    writeFileSync(copy, whole.subarray(0, size));
    const refused = await refusal(() => verifyHart(copy, shop));
    expect(refused).toMatch(/^hart-invalid/);
    if (size >= length) expect(refused).toBe(`hart-invalid: ${copy}: the file is cut short`);
  }
});

test("what is added to a .hart is refused", async () => {
  const shop = await workshop();
  await pack(shop);
  writeFileSync(shop.hart, "\0", { flag: "a" });
  expect(await refusal(() => verifyHart(shop.hart, shop))).toMatch(/^hart-(signature|invalid)/);
});

test("the reasons differ: a changed payload, another key of the name, no key", async () => {
  const shop = await workshop();
  await pack(shop);
  const signer = formatKeyName(shop.key);
  const strangers = join(shop.folder, "strangers");
  const stranger = await generateKeyPair(strangers, { origin: "acme" });
  renameSync(stranger.publicFile, join(strangers, `acme-${shop.key.revision}.pub`));
  const file = join(strangers, `acme-${shop.key.revision}.pub`);
  execFileSync("chmod", ["u+w", file]);
  writeFileSync(file, readFileSync(file, "utf8").replace(/acme-\d+/, signer));
  expect(await refusal(() => verifyHart(shop.hart, { keys: strangers }))).toBe(
    `hart-signature: ${shop.hart}: the signature was not made with the key ${signer}`,
  );
  const nowhere = join(shop.folder, "nowhere");
  expect(await refusal(() => verifyHart(shop.hart, { keys: nowhere }))).toBe(
    `key-missing: the public key ${signer} is not in the key cache ${nowhere}`,
  );
  const bytes = readFileSync(shop.hart);
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  writeFileSync(shop.hart, bytes);
  expect(await refusal(() => verifyHart(shop.hart, shop))).toBe(
    `hart-signature: ${shop.hart}: the content is not what ${signer} signed`,
  );
});

test("what cannot be read at all is named", async () => {
  const shop = await workshop();
  const missing = join(shop.folder, "missing.hart");
  for (const read of [readSignedHeader, hartInfo, hashFile]) {
    expect(await refusal(() => read(missing))).toBe(
      `usage: ${missing} cannot be read: there is no such file`,
    );
    expect(await refusal(() => read(shop.tree))).toBe(
      `usage: ${shop.tree} cannot be read: it is a folder`,
    );
  }
});

test("info is what the package says, under Habitat's names", async () => {
  const shop = await workshop();
  const { blake2b } = await pack(shop);
  const { signature } = await readSignedHeader(shop.hart);
  expect(await hartInfo(shop.hart)).toEqual({
    format_version: "HART-1",
    key_name: formatKeyName(shop.key),
    hash_type: "BLAKE2b",
    signature_raw: signature,
    ident,
    origin: "acme",
    name: "hello",
    version: "1.0",
    release: "20261107120000",
    checksum: blake2b,
    target: "x86_64-linux",
    is_a_service: true,
    deps: ["core/glibc/2.36/20260101000000"],
    tdeps: ["core/linux/6.1/20250101000000", "core/glibc/2.36/20260101000000"],
    build_deps: [],
    build_tdeps: [],
    exposes: [8080, 8081],
    manifest: "# acme / hello",
    config: "port = 8080",
    svc_user: "hab",
    svc_group: "hab",
    ld_run_path: null,
    ldflags: null,
    cflags: null,
  });
});

test.each(["", "/", "opt/", "/opt/"])(
  "metadata is found below %jhab/pkgs, as GNU tar packs it",
  async (start) => {
    const shop = await workshop();
    const payload = join(shop.folder, "payload.tar.xz");
    const script = 'tar -cP --transform "s|^\\./*|$2$3/|S" -C "$1" . | xz -0 > "$4"';
    execFileSync("bash", ["-c", script, "bash", shop.tree, start, root, payload]);
    await signFile({ source: payload, destination: shop.hart, origin: "acme", keys: shop.keys });
    expect(payloadThrough(shop.hart, "tar -tP")).toContain(`${start}${root}/IDENT\n`);
    const { metadata, ident: found } = await readHartMetadata(shop.hart);
    expect(found).toBe(ident);
    expect(Object.fromEntries(metadata)).toEqual({
      IDENT: ident,
      TARGET: "x86_64-linux",
      MANIFEST: "# acme / hello",
      DEPS: "core/glibc/2.36/20260101000000",
      TDEPS: "core/linux/6.1/20250101000000\ncore/glibc/2.36/20260101000000",
      EXPOSES: "8080 8081",
      SVC_USER: "hab",
      SVC_GROUP: "hab",
      "default.toml": "port = 8080",
    });
  },
);

test("metadata in PAX archives is found too", async () => {
  const shop = await workshop();
  const payload = join(shop.folder, "payload.tar.xz");
  const script = 'tar -c --format=posix --transform "s|^\\.|$2|S" -C "$1" . | xz -0 > "$3"';
  execFileSync("bash", ["-c", script, "bash", shop.tree, root, payload]);
  await signFile({ source: payload, destination: shop.hart, origin: "acme", keys: shop.keys });
  expect(await hartInfo(shop.hart)).toMatchObject({ ident, exposes: [8080, 8081] });
});

test("asking for one file does not read the rest, which may even be broken", async () => {
  const shop = await workshop();
  execFileSync("sh", ["-c", `head -c 12000000 /dev/urandom > '${shop.tree}/zz'`]);
  await pack(shop);
  truncateSync(shop.hart, 8_000_000);
  const { metadata } = await readHartMetadata(shop.hart, { names: ["TARGET"] });
  expect(metadata.get("TARGET")).toBe("x86_64-linux");
  expect(await refusal(() => readHartMetadata(shop.hart))).toMatch(
    /^hart-invalid: .*the payload cannot be expanded: Unexpected end of input/,
  );
});

test("no xz stays behind when reading ends early", async () => {
  const shop = await workshop();
  execFileSync("sh", ["-c", `head -c 8000000 /dev/urandom > '${shop.tree}/zz'`]);
  await pack(shop);
  await readHartMetadata(shop.hart, { names: [] });
  const children = execFileSync("ps", ["-o", "comm=", "--ppid", `${process.pid}`], {
    encoding: "utf8",
  });
  expect(children).not.toContain("xz");
});

test.each([
  ["no IDENT", "add(root + '/TARGET', b'x86_64-linux')", /it has no IDENT/],
  ["no TARGET", `add(root + '/IDENT', b'${ident}')`, /it has no TARGET/],
  [
    "another IDENT",
    "add(root + '/IDENT', b'acme/other/1.0/20261107120000')",
    /IDENT is acme\/other/,
  ],
  ["two packages", "add('hab/pkgs/acme/b/1/20261107120000/IDENT', b'x')", /holds two packages/],
  ["a name with ./", `add('./' + root + '/IDENT', b'${ident}')`, /it has no IDENT/],
  [
    "an IDENT that is a link",
    "add(root + '/IDENT', type=tarfile.SYMTYPE, linkname='/etc/passwd')",
    /it has no IDENT/,
  ],
  ["a huge IDENT", "add(root + '/IDENT', bytes(17 << 20))", /IDENT is too large/],
])("a package with %s is refused", async (_what, script, message) => {
  const shop = await workshop();
  const hart = await forge(shop, script);
  const refused = await refusal(() => hartInfo(hart));
  expect(refused).toMatch(/^hart-invalid/);
  expect(refused).toMatch(message);
});

test("a file signed by itself is the file with a header", async () => {
  const shop = await workshop();
  const source = join(shop.folder, "source");
  writeFileSync(source, "any text");
  const destination = join(shop.folder, "signed");
  const options = { source, destination, origin: "acme", keys: shop.keys };
  expect(await signFile(options)).toMatchObject({ file: destination, blake2b: b2sum(destination) });
  expect(readFileSync(destination, "latin1").split("\n\n")[1]).toBe("any text");
  expect(await verifyHart(destination, shop)).toMatchObject({ digest: b2sum(source) });
  expect(await hashFile(source)).toBe(b2sum(source));
  expect(await refusal(() => signFile({ ...options, origin: "other" }))).toMatch(/^key-missing/);
  expect(await refusal(() => signFile({ ...options, source: `${source}-no` }))).toMatch(/^usage/);
  mkdirSync(join(shop.folder, "empty"));
  expect(namesIn(shop.folder)).toEqual(["empty", "keys", "signed", "source", "tree"]);
});

test("signing a file onto itself keeps it whole", async () => {
  const shop = await workshop();
  const file = join(shop.folder, "file");
  writeFileSync(file, "content");
  await signFile({ source: file, destination: file, origin: "acme", keys: shop.keys });
  expect(readFileSync(file, "latin1").endsWith("\n\ncontent")).toBe(true);
});
