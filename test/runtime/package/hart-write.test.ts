import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { compressionLevel } from "../../../runtime/package/archive-xz.ts";
import { verifyHart } from "../../../runtime/package/hart-read.ts";
import { packHart } from "../../../runtime/package/hart-write.ts";
import { b2sum, refusal } from "../crypto/support.ts";
import {
  ident,
  listing,
  namesIn,
  pack,
  payloadThrough,
  root,
  tarListing,
  workshop,
} from "./support.ts";

const epoch = 1_700_000_000;

test("tar reads the package: the release's folder first, no owners, one name for all", async () => {
  const shop = await workshop();
  await pack(shop, epoch);
  const lines = tarListing(shop.hart);
  expect(lines[0]).toMatch(new RegExp(`^drwxr-xr-x 0/0 +0 2023-11-14 22:13:20 ${root}/$`));
  for (const line of lines) {
    expect(line).toMatch(new RegExp(`^[-dlh][-rwxsStT]{9} 0/0 +\\d+ 2023-11-14 22:13:20 ${root}/`));
  }
  expect(lines.filter((line) => line.startsWith("h"))).toEqual([
    expect.stringMatching(/bin\/hello-again link to .*\/bin\/hello$/),
  ]);
  expect(payloadThrough(shop.hart, "sed -n '1s/^.\\{257\\}\\(.\\{5\\}\\).*/\\1/p'")).toBe(
    "ustar\n",
  );
});

test("the members are in the order of their names' bytes, a folder before what is in it", async () => {
  const shop = await workshop();
  await pack(shop);
  const sorted = execFileSync("tar", ["-c", "--sort=name", "-C", shop.tree, "."], {
    maxBuffer: 1e8,
  });
  const expected = execFileSync("tar", ["-t", "--quoting-style=escape"], {
    input: sorted,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  const found = payloadThrough(shop.hart, "tar -t --quoting-style=escape");
  expect(found.replaceAll(`${root}/`, "./")).toBe(expected);
});

test("GNU tar unpacks what was packed: content, modes, times, links, odd names", async () => {
  const shop = await workshop();
  await pack(shop);
  const out = join(shop.folder, "out");
  mkdirSync(out);
  payloadThrough(shop.hart, `tar -xp -C '${out}'`);
  expect(listing(join(out, root))).toBe(listing(shop.tree));
  const [one, other] = ["bin/hello", "bin/hello-again"].map((name) =>
    statSync(join(out, root, name)),
  );
  expect(one?.ino).toBe(other?.ino);
});

test("the result names the file's own length and checksums, and its signature holds", async () => {
  const shop = await workshop();
  const written = await pack(shop);
  expect(written).toEqual({
    file: shop.hart,
    bytes: statSync(shop.hart).size,
    blake2b: b2sum(shop.hart),
    sha256: execFileSync("sha256sum", [shop.hart], { encoding: "utf8" }).slice(0, 64),
  });
  const payload = join(shop.folder, "payload.xz");
  execFileSync("sh", ["-c", `tail -n +6 '${shop.hart}' > '${payload}' && xz -t '${payload}'`]);
  expect(execFileSync("xz", ["--robot", "-l", payload], { encoding: "utf8" })).toMatch(
    /^file\t1\t1\t.*\tCRC64\t/m,
  );
  expect(await verifyHart(shop.hart, shop)).toMatchObject({ digest: b2sum(payload) });
});

test("with a source date the same tree gives the same bytes, wherever it lies", async () => {
  const shop = await workshop();
  const { blake2b } = await pack(shop, epoch);
  const copy = join(shop.folder, "copy");
  execFileSync("cp", ["-a", shop.tree, copy]);
  execFileSync("sh", ["-c", "find . -exec touch -h -d 2001-01-01 {} +"], { cwd: copy });
  for (const threads of [1, 2, 5]) {
    const destination = join(shop.folder, `${threads}.hart`);
    const options = { ident, key: shop.key, level: 0, sourceDateEpoch: epoch, threads };
    expect(await packHart({ ...options, folder: copy, destination })).toMatchObject({ blake2b });
  }
  writeFileSync(join(copy, "default.toml"), "port = 8081\n");
  const destination = join(shop.folder, "other.hart");
  const changed = await packHart({
    folder: copy,
    ident,
    destination,
    key: shop.key,
    level: 0,
    sourceDateEpoch: epoch,
  });
  expect(changed.blake2b).not.toBe(blake2b);
});

test("several blocks are the same bytes with any number of threads", async () => {
  const shop = await workshop();
  writeFileSync(join(shop.tree, "random"), randomBytes(10 * 1024 * 1024));
  writeFileSync(join(shop.tree, "zeros"), Buffer.alloc(20 * 1024 * 1024));
  const sums = new Set<string>();
  for (const threads of [2, 3]) {
    const destination = join(shop.folder, `${threads}.hart`);
    const options = { folder: shop.tree, ident, key: shop.key, level: 0, sourceDateEpoch: epoch };
    sums.add((await packHart({ ...options, destination, threads })).blake2b);
    expect(
      execFileSync("sh", ["-c", `tail -n +6 '${destination}' | xz -dc | wc -c`], {
        encoding: "utf8",
      }),
    ).toMatch(/^3\d{7}\n$/);
  }
  expect(sums.size).toBe(1);
}, 60_000);

test("XZ_OPT of the environment changes nothing", async () => {
  const shop = await workshop();
  const { blake2b } = await pack(shop, epoch);
  vi.stubEnv("XZ_OPT", "--check=none");
  vi.stubEnv("XZ_DEFAULTS", "-T1 -9");
  try {
    expect(await pack(shop, epoch)).toMatchObject({ blake2b });
  } finally {
    vi.unstubAllEnvs();
  }
});

test("the level comes from the environment, and only a digit is one", async () => {
  expect(compressionLevel({})).toBe(6);
  expect(compressionLevel({ HAB_HART_COMPRESSION_LEVEL: "" })).toBe(6);
  expect(compressionLevel({ HAB_HART_COMPRESSION_LEVEL: "0" })).toBe(0);
  for (const level of ["10", "fast", "-1", "6 --force"]) {
    const refused = await refusal(() => compressionLevel({ HAB_HART_COMPRESSION_LEVEL: level }));
    expect(refused).toMatch(/^usage: HAB_HART_COMPRESSION_LEVEL is/);
  }
});

test("a packed file replaces an earlier one, and progress grows to the archive's length", async () => {
  const shop = await workshop();
  writeFileSync(shop.hart, "an earlier build");
  const seen: number[] = [];
  await packHart({
    folder: shop.tree,
    ident,
    destination: shop.hart,
    key: shop.key,
    level: 0,
    onProgress: (bytes) => seen.push(bytes),
  });
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(Number(payloadThrough(shop.hart, "wc -c")));
  expect(namesIn(shop.folder)).toEqual(["hello.hart", "keys", "tree"]);
});

test.each([
  ["a named pipe", (path: string) => execFileSync("mkfifo", [path]), "it is a named pipe"],
  [
    "a socket",
    async (path: string) => {
      const server = createServer().listen(path);
      await once(server, "listening");
      return () => server.close();
    },
    "it is a socket",
  ],
] as const)(
  "%s in the package is refused by its path, and nothing is left",
  async (_what, make, why) => {
    const shop = await workshop();
    const path = join(shop.tree, "var/special");
    const close = await make(path);
    const refused = await refusal(() => pack(shop));
    if (typeof close === "function") close();
    expect(refused).toBe(`package-content: ${path} cannot be packed: ${why}`);
    expect(namesIn(shop.folder)).toEqual(["keys", "tree"]);
  },
);

test("links are packed as links, never followed, wherever they lead", async () => {
  const shop = await workshop();
  symlinkSync(shop.keys, join(shop.tree, "stolen"));
  await pack(shop);
  expect(payloadThrough(shop.hart, "tar -t")).not.toMatch(/stolen\/|sig\.key/);
  expect(tarListing(shop.hart).filter((line) => line.includes("stolen"))).toEqual([
    expect.stringMatching(/^l.*stolen -> \//),
  ]);
});
