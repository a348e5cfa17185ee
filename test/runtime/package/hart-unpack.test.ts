import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { signFile } from "../../../runtime/package/hart-sign.ts";
import { unpackHart } from "../../../runtime/package/hart-unpack.ts";
import { packHart } from "../../../runtime/package/hart-write.ts";
import { refusal } from "../crypto/support.ts";
import { forge, ident, listing, namesIn, pack, root, type Workshop, workshop } from "./support.ts";

function into(shop: Workshop) {
  return { into: join(shop.folder, "store"), keys: shop.keys };
}

test("what was packed is unpacked as it was: content, modes, times, links, odd names", async () => {
  const shop = await workshop();
  await pack(shop);
  const result = await unpackHart(shop.hart, into(shop));
  const folder = join(shop.folder, "store", ident);
  expect(result).toEqual({ ident, folder, unpacked: true });
  expect(listing(folder)).toBe(listing(shop.tree));
  expect(Math.floor(statSync(folder).mtimeMs / 1000)).toBe(
    Math.floor(statSync(shop.tree).mtimeMs / 1000),
  );
  expect(statSync(join(folder, "bin/hello")).ino).toBe(
    statSync(join(folder, "bin/hello-again")).ino,
  );
  expect(namesIn(join(shop.folder, "store"))).toEqual(["acme"]);
});

test("what GNU tar packed is unpacked as GNU tar does it", async () => {
  const shop = await workshop();
  for (const format of ["gnu", "posix", "ustar"]) {
    const payload = join(shop.folder, `${format}.tar.xz`);
    const script = `tar -c --format="$4" --exclude=latin --transform "s|^\\.|$2|S" -C "$1" . | xz -0 > "$3"`;
    if (format === "ustar") execFileSync("rm", [join(shop.tree, "lib/dangling")]);
    execFileSync("bash", ["-c", script, "bash", shop.tree, root, payload, format]);
    await signFile({ source: payload, destination: shop.hart, origin: "acme", keys: shop.keys });
    const store = join(shop.folder, format);
    const { folder } = await unpackHart(shop.hart, { ...into(shop), into: store });
    const expected = join(shop.folder, `${format}-expected`);
    mkdirSync(expected);
    execFileSync("tar", ["-xpJf", payload, "-C", expected]);
    expect(listing(folder)).toBe(listing(join(expected, root)));
  }
});

test("a release that is there stays as it is", async () => {
  const shop = await workshop();
  await pack(shop);
  const { folder } = await unpackHart(shop.hart, into(shop));
  writeFileSync(join(folder, "mine"), "a change");
  const before = listing(folder);
  expect(await unpackHart(shop.hart, into(shop))).toEqual({ ident, folder, unpacked: false });
  expect(listing(folder)).toBe(before);
});

test("several that unpack one package at once all succeed, one of them does it", async () => {
  const shop = await workshop();
  await pack(shop);
  const results = await Promise.all(
    Array.from({ length: 4 }, () => unpackHart(shop.hart, into(shop))),
  );
  expect(results.filter(({ unpacked }) => unpacked)).toHaveLength(1);
  expect(listing(join(shop.folder, "store", ident))).toBe(listing(shop.tree));
  expect(namesIn(join(shop.folder, "store"))).toEqual(["acme"]);
});

test("a .hart whose signature does not hold is not unpacked at all", async () => {
  const shop = await workshop();
  await pack(shop);
  const bytes = readFileSync(shop.hart);
  bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
  writeFileSync(shop.hart, bytes);
  expect(await refusal(() => unpackHart(shop.hart, into(shop)))).toMatch(/^hart-signature/);
  expect(existsSync(join(shop.folder, "store"))).toBe(false);
});

test("a folder that may not be written keeps its mode, also for an ordinary user", async () => {
  const shop = await workshop();
  execFileSync("chmod", ["-R", "a-w", shop.tree]);
  await packHart({ folder: shop.tree, ident, destination: shop.hart, key: shop.key, level: 0 });
  const { folder } = await unpackHart(shop.hart, into(shop));
  expect(statSync(folder).mode & 0o777).toBe(0o555);
  expect(listing(folder)).toBe(listing(shop.tree));
});

test("the folders above the release and missing folders in it are no matter", async () => {
  const shop = await workshop();
  const hart = await forge(
    shop,
    `
for name in ("hab", "hab/pkgs", "hab/pkgs/acme"):
    add(name, type=tarfile.DIRTYPE, mode=0o700)
add(root + "/IDENT", b"${ident}\\n")
add(root + "/deep/er/file", b"content")
`,
  );
  const { folder } = await unpackHart(hart, into(shop));
  expect(readFileSync(join(folder, "deep/er/file"), "utf8")).toBe("content");
  expect(statSync(join(folder, "deep")).mode & 0o777).toBe(0o755);
});

const good = `add(root + "/IDENT", b"${ident}")`;
const attacks: readonly (readonly [string, string, RegExp])[] = [
  ["climbs out with ..", "add(root + '/../../../../../evil', b'x')", /evil is outside the package/],
  ["hides .. in the middle", "add(root + '/a/../../b', b'x')", /outside the package/],
  ["hides .. in a long name", "add(root + '/' + 'a/' * 80 + '../' * 90 + 'evil', b'x')", /outside/],
  ["has an absolute path", "add('/etc/evil', b'x')", /\/etc\/evil is outside/],
  ["goes through .", "add(root + '/./evil', b'x')", /outside/],
  ["has an empty path", "add('', b'x')", /outside/],
  [
    "writes through a link",
    "add(root + '/l', type=tarfile.SYMTYPE, linkname=OUT); add(root + '/l/evil', b'x')",
    /l is a folder and something else at once/,
  ],
  [
    "writes onto a link",
    "add(root + '/l', type=tarfile.SYMTYPE, linkname=OUT + '/evil'); add(root + '/l', b'x')",
    /l occurs twice/,
  ],
  [
    "makes a link a folder",
    "add(root + '/l', type=tarfile.SYMTYPE, linkname=OUT); add(root + '/l', type=tarfile.DIRTYPE)",
    /l is a folder and something else at once/,
  ],
  [
    "links hard to the host",
    "add(root + '/h', type=tarfile.LNKTYPE, linkname='/etc/passwd')",
    /hard link/,
  ],
  [
    "links hard to a later file",
    "add(root + '/h', type=tarfile.LNKTYPE, linkname=root + '/z')",
    /hard link/,
  ],
  [
    "links hard through ..",
    "add(root + '/h', type=tarfile.LNKTYPE, linkname=root + '/../../../../../outside/prey')",
    /hard link/,
  ],
  [
    "links hard to a link",
    "add(root + '/l', type=tarfile.SYMTYPE, linkname=OUT + '/prey'); add(root + '/h', type=tarfile.LNKTYPE, linkname=root + '/l')",
    /hard link/,
  ],
  ["has a named pipe", "add(root + '/p', type=tarfile.FIFOTYPE)", /a member is of the kind FIFO/],
  [
    "has a device",
    "add(root + '/d', type=tarfile.CHRTYPE, devmajor=1, devminor=3)",
    /CharacterDevice/,
  ],
  ["has a sparse file", "add(root + '/s', type=tarfile.GNUTYPE_SPARSE)", /is of the kind/],
  ["holds another package", "add('hab/pkgs/acme/evil/1.0/20261107120000/x', b'x')", /two packages/],
  ["holds a file twice", "add(root + '/f', b'1'); add(root + '/f', b'2')", /f occurs twice/],
  [
    "makes a file a folder",
    "add(root + '/f', b'1'); add(root + '/f/g', b'2')",
    /f is a folder and/,
  ],
  ["makes a folder a file", "add(root + '/f/g', b'1'); add(root + '/f', b'2')", /f occurs twice/],
  ["replaces the top folder", "add(root, b'x')", /occurs twice/],
  [
    "has a link with content",
    "add(root + '/l', b'x' * 600, type=tarfile.SYMTYPE, linkname='y')",
    /has content/,
  ],
];

test.each(attacks)(
  "a package that %s is refused and leaves nothing",
  async (_what, attack, why) => {
    const shop = await workshop();
    const outside = join(shop.folder, "outside");
    mkdirSync(outside);
    writeFileSync(join(outside, "prey"), "untouched");
    const hart = await forge(shop, `OUT = ${JSON.stringify(outside)}\n${good}\n${attack}`);
    const refused = await refusal(() => unpackHart(hart, into(shop)));
    expect(refused).toMatch(/^hart-invalid: /);
    expect(refused).toMatch(why);
    expect(namesIn(join(shop.folder, "store"))).toEqual([]);
    expect(namesIn(outside)).toEqual(["prey"]);
    expect(statSync(join(outside, "prey")).nlink).toBe(1);
    expect(namesIn(shop.folder)).not.toContain("evil");
  },
);

test.each([
  ["is no tar", "printf 'no tar, but long enough to fill a block of it %0600d' 1"],
  ["is an empty stream", "true"],
  ["is a tar that ends in a member", "tar -c -C tree . | head -c 3000"],
  ["has a header with a wrong checksum", "tar -c -C tree . | sed '1s/^\\./,/'"],
  ["is a package of one folder", `mkdir -p x/${root} && tar -c -C x hab`],
])("a payload that %s is refused and leaves nothing", async (_what, make) => {
  const shop = await workshop();
  const payload = join(shop.folder, "payload.xz");
  execFileSync("bash", ["-c", `(${make}) | xz -0 > payload.xz`], { cwd: shop.folder });
  await signFile({ source: payload, destination: shop.hart, origin: "acme", keys: shop.keys });
  expect(await refusal(() => unpackHart(shop.hart, into(shop)))).toMatch(/^hart-invalid: /);
  expect(namesIn(join(shop.folder, "store"))).toEqual([]);
});

test("a payload that is not xz is refused by name", async () => {
  const shop = await workshop();
  const source = join(shop.folder, "payload.gz");
  execFileSync("bash", ["-c", `tar -cz -C tree . > payload.gz`], { cwd: shop.folder });
  await signFile({ source, destination: shop.hart, origin: "acme", keys: shop.keys });
  expect(await refusal(() => unpackHart(shop.hart, into(shop)))).toMatch(
    /^hart-invalid: .*the payload cannot be expanded: File format not recognized/,
  );
});

test("a store that cannot be made is explained", async () => {
  const shop = await workshop();
  await pack(shop);
  symlinkSync("nowhere/store", join(shop.folder, "store"));
  expect(await refusal(() => unpackHart(shop.hart, into(shop)))).toMatch(/^results-unwritable: /);
});
