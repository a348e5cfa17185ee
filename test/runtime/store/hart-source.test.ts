import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { latestSecretKey } from "../../../runtime/crypto/key-cache.ts";
import { generateKeyPair } from "../../../runtime/crypto/key-pair.ts";
import { packHart } from "../../../runtime/package/hart-write.ts";
import { locations } from "../../../runtime/store/locations.ts";
import { resolveDependencies } from "../../../runtime/store/resolve.ts";
import { dependencySources } from "../../../runtime/store/sources.ts";
import { addPackage, full, target, temporaryFolder } from "./made-store.ts";

/** `.hart` files made once, by the short name of their package. */
const harts = new Map<string, string>();
let made: string;
let keys: string;

beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), "habc-harts-"));
  keys = join(made, "keys");
  await generateKeyPair(keys, { origin: "acme" });
  const lists = (...shorts: string[]) => {
    const text = shorts.map((short) => `${full(short)}\n`).join("");
    return { DEPS: text, TDEPS: text };
  };
  await makeHart("libc/2", {});
  await makeHart("zlib/1.9", lists("libc/2"));
  await makeHart("zlib/1.10", lists("libc/2"));
  await makeHart("zlib-ng/3", {});
  await makeHart("zlib/9", { TARGET: "aarch64-linux\n" });
  await makeHart("git/2", lists("zlib/1.9", "libc/2"));
});

afterAll(() => rmSync(made, { recursive: true }));

async function makeHart(short: string, files: Readonly<Record<string, string>>): Promise<void> {
  const ident = full(short);
  const folder = addPackage(join(made, "pkgs"), ident, { "bin/app": short, ...files });
  const destination = join(made, `${ident.replaceAll("/", "-")}-${target}.hart`);
  const key = await latestSecretKey(keys, "acme");
  await packHart({ folder, ident, destination, key });
  harts.set(short, destination);
}

/** A build's folders of its own, with some of the files in its results and artifact cache. */
function place(results: readonly string[], cached: readonly string[] = []) {
  const root = temporaryFolder();
  const places = locations({
    environment: { FS_ROOT: root, HAB_CACHE_KEY_PATH: keys },
    uid: 0,
    cwd: root,
  });
  const fill = (folder: string, shorts: readonly string[]) => {
    mkdirSync(folder, { recursive: true });
    for (const short of shorts) {
      const file = hartOf(short);
      copyFileSync(file, join(folder, file.slice(made.length + 1)));
    }
  };
  fill(places.results, results);
  fill(places.artifactCache, cached);
  return {
    ...places,
    resultOf: (short: string) => join(places.results, hartOf(short).slice(made.length + 1)),
    async resolve(deps: readonly string[], environment: Record<string, string> = {}) {
      const context = dependencySources({
        locations: places,
        target,
        environment,
        plan: join(root, "plan"),
      });
      const found = await resolveDependencies({ deps, buildDeps: [] }, context);
      return found.tdeps.map(({ ident }) => `${ident.name}/${ident.version}`);
    },
  };
}

function hartOf(short: string): string {
  return harts.get(short) ?? "";
}

function refused(code: string) {
  return expect.objectContaining({ diagnostic: expect.objectContaining({ code }) });
}

describe("dependencies from files", () => {
  test("are installed with all they run with, from both folders", async () => {
    const at = place(["git/2", "libc/2"], ["zlib/1.9", "zlib/1.10"]);
    expect(await at.resolve(["acme/git"])).toEqual(["git/2", "zlib/1.9", "libc/2"]);
    expect(readFileSync(join(at.packages, full("zlib/1.9"), "bin/app"), "utf8")).toBe("zlib/1.9");
    // And are there for the next build.
    rmSync(at.results, { recursive: true });
    rmSync(at.artifactCache, { recursive: true });
    expect(await at.resolve(["acme/git"])).toEqual(["git/2", "zlib/1.9", "libc/2"]);
  });

  test("are the newest that satisfy what is asked for", async () => {
    const all = ["zlib/1.9", "zlib/1.10", "zlib/9", "zlib-ng/3", "libc/2"];
    expect(await place(all).resolve(["acme/zlib"])).toEqual(["zlib/1.10", "libc/2"]);
    expect(await place(all).resolve(["acme/zlib/1.9"])).toEqual(["zlib/1.9", "libc/2"]);
    await expect(place(all).resolve(["acme/zlib/9"])).rejects.toThrow(refused("dep-missing"));
  });

  test("count only where the store has none", async () => {
    const at = place(["zlib/1.10", "libc/2"]);
    addPackage(at.packages, full("zlib/1.2"));
    expect(await at.resolve(["acme/zlib"])).toEqual(["zlib/1.2"]);
    expect(await at.resolve(["acme/zlib/1.10"])).toEqual(["zlib/1.10", "libc/2"]);
  });

  test("are what they hold, not what their names say", async () => {
    const at = place(["libc/2"]);
    copyFileSync(hartOf("zlib/1.9"), join(at.results, `acme-zlib-5-20240101000000-${target}.hart`));
    await expect(at.resolve(["acme/zlib/5"])).rejects.toThrow(refused("dep-missing"));
    expect(await at.resolve(["acme/zlib"])).toEqual(["zlib/1.9", "libc/2"]);
  });

  test("are refused where the signature does not hold, or nobody trusts it", async () => {
    const changed = place(["libc/2"]);
    const other = readFileSync(hartOf("zlib-ng/3"));
    const own = readFileSync(hartOf("libc/2"));
    const header = other.subarray(0, other.indexOf("\n\n") + 2);
    const payload = own.subarray(own.indexOf("\n\n") + 2);
    writeFileSync(changed.resultOf("libc/2"), Buffer.concat([header, payload]));
    await expect(changed.resolve(["acme/libc"])).rejects.toThrow(refused("hart-signature"));
    expect(() => readFileSync(join(changed.packages, full("libc/2"), "IDENT"))).toThrow();

    const foreign = place([]);
    const [folder, ident] = [join(made, "pkgs", full("libc/2")), full("libc/2")];
    await generateKeyPair(keys, { origin: "acme-labs" });
    const key = await latestSecretKey(keys, "acme-labs");
    await packHart({ folder, ident, destination: foreign.resultOf("libc/2"), key });
    await expect(foreign.resolve(["acme/libc"])).rejects.toThrow(/is signed with acme-labs-/);

    const stranger = place(["libc/2"]);
    const context = dependencySources({
      locations: { ...stranger, keyCache: join(made, "no-keys") },
      target,
      environment: {},
      plan: made,
    });
    await expect(
      resolveDependencies({ deps: ["acme/libc"], buildDeps: [] }, context),
    ).rejects.toThrow(refused("key-missing"));
  });

  test("that cannot be read count only where there is no other", async () => {
    const at = place(["zlib/1.9", "zlib/1.10", "libc/2"]);
    truncateSync(at.resultOf("zlib/1.10"), 300);
    expect(await at.resolve(["acme/zlib"])).toEqual(["zlib/1.9", "libc/2"]);
    await expect(at.resolve(["acme/zlib/1.10"])).rejects.toThrow(refused("hart-invalid"));
    const junk = place([]);
    writeFileSync(join(junk.results, "acme-zlib-1-20240101000000-x.hart"), "junk");
    await expect(junk.resolve(["acme/zlib"])).rejects.toThrow(refused("hart-invalid"));
  });

  test("that are still being written are not seen", async () => {
    const at = place(["libc/2"]);
    const file = at.resultOf("libc/2");
    renameSync(file, join(at.results, `.${file.slice(at.results.length + 1)}`));
    await expect(at.resolve(["acme/libc"])).rejects.toThrow(refused("dep-missing"));
  });

  test("leave the store alone where something is missing", async () => {
    const at = place(["git/2", "libc/2"]);
    await expect(at.resolve(["acme/git"])).rejects.toThrow(
      /^acme\/zlib\/1\.9\/20240101000000, which acme\/git\/2\/20240101000000 runs with, is not installed, nor is there a \.hart of it in .*results or .*artifacts$/,
    );
    expect(() => readFileSync(join(at.packages, full("libc/2"), "IDENT"))).toThrow();
  });

  test("are left alone with NO_INSTALL_DEPS", async () => {
    const at = place(["libc/2"]);
    for (const NO_INSTALL_DEPS of ["1", "true"]) {
      await expect(at.resolve(["acme/libc"], { NO_INSTALL_DEPS })).rejects.toThrow(
        refused("dep-missing"),
      );
    }
    expect(await at.resolve(["acme/libc"], { NO_INSTALL_DEPS: "false" })).toEqual(["libc/2"]);
  });

  test("may be installed by two builds at once", async () => {
    const at = place(["git/2", "zlib/1.9", "libc/2"]);
    const both = await Promise.all([at.resolve(["acme/git"]), at.resolve(["acme/git"])]);
    expect(both).toEqual([
      ["git/2", "zlib/1.9", "libc/2"],
      ["git/2", "zlib/1.9", "libc/2"],
    ]);
  });
});
