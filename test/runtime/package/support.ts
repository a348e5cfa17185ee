import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { latestSecretKey } from "../../../runtime/crypto/key-cache.ts";
import type { KeyFile } from "../../../runtime/crypto/key-file.ts";
import { generateKeyPair } from "../../../runtime/crypto/key-pair.ts";
import { signFile } from "../../../runtime/package/hart-sign.ts";
import { packHart, type WrittenHart } from "../../../runtime/package/hart-write.ts";
import { scratch } from "../crypto/support.ts";

export const ident = "acme/hello/1.0/20261107120000";
export const root = `hab/pkgs/${ident}`;

/** A folder with a key cache, a package's tree, and its `.hart`. */
export interface Workshop {
  readonly folder: string;
  readonly keys: string;
  readonly key: KeyFile;
  readonly tree: string;
  readonly hart: string;
}

/** Makes keys and a small tree with one of everything that a package may hold. */
export async function workshop(): Promise<Workshop> {
  const folder = scratch();
  const keys = join(folder, "keys");
  await generateKeyPair(keys, { origin: "acme" });
  const tree = join(folder, "tree");
  makeTree(tree);
  const key = await latestSecretKey(keys, "acme");
  return { folder, keys, key, tree, hart: join(folder, "hello.hart") };
}

/** Packs a workshop's tree into its `.hart`. */
export async function pack(shop: Workshop, sourceDateEpoch?: number): Promise<WrittenHart> {
  const { tree, hart, key } = shop;
  return await packHart({ folder: tree, ident, destination: hart, key, level: 0, sourceDateEpoch });
}

function makeTree(tree: string): void {
  const files: Readonly<Record<string, string>> = {
    IDENT: `${ident}\n`,
    TARGET: "x86_64-linux\n",
    MANIFEST: "# acme / hello\n",
    DEPS: "core/glibc/2.36/20260101000000\n",
    TDEPS: "core/linux/6.1/20250101000000\ncore/glibc/2.36/20260101000000\n",
    EXPOSES: "8080 8081\n",
    SVC_USER: "hab\n",
    SVC_GROUP: "hab\n",
    "default.toml": "port = 8080\n",
    "bin/hello": "#!/bin/sh\necho hello\n",
    "bin-extra/tool": "a folder whose name sorts before bin/",
    "lib/empty": "",
    "lib/large": "0123456789abcdef".repeat(100_000),
    [`share/${"deep/".repeat(40)}file`]: "a path of more than 100 bytes",
    "share/ünï": "a name that is not ASCII",
    "config/IDENT": "not the package's IDENT",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(tree, path, ".."), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  writeFileSync(Buffer.concat([Buffer.from(`${tree}/share/`), Buffer.of(0xff, 0xe9)]), "latin");
  linkSync(join(tree, "bin/hello"), join(tree, "bin/hello-again"));
  symlinkSync("hello", join(tree, "bin/greet"));
  symlinkSync("/hab/pkgs/core/glibc/2.36/20260101000000/lib/libc.so", join(tree, "lib/libc.so"));
  symlinkSync(`/nowhere/${"x".repeat(150)}`, join(tree, "lib/dangling"));
  mkdirSync(join(tree, "var"));
  chmodSync(join(tree, "bin/hello"), 0o4755);
  chmodSync(join(tree, "lib/large"), 0o440);
  chmodSync(join(tree, "share"), 0o555);
  chmodSync(join(tree, "var"), 0o1777);
  execFileSync("touch", [
    "-h",
    "-d",
    "2020-02-02T02:02:02Z",
    join(tree, "bin"),
    `${tree}/bin/greet`,
  ]);
}

/** Every file, folder and link below a folder with kind, mode, time, target and checksum. */
export function listing(folder: string): string {
  const format = "%y %#m %Ts %P -> %l\\n";
  const entries = execFileSync("find", [folder, "-mindepth", "1", "-printf", format], {
    encoding: "latin1",
  });
  const sums = execFileSync("sh", ["-c", "find . -type f -print0 | xargs -0 -r sha256sum"], {
    cwd: folder,
    encoding: "latin1",
  });
  return [entries, sums].map((text) => text.split("\n").sort().join("\n")).join("\n");
}

/** What `tar` says is in the payload of a `.hart`, one line for each member. */
export function tarListing(hart: string): string[] {
  return payloadThrough(hart, "tar --numeric-owner -tv --full-time").split("\n").slice(0, -1);
}

/** The output of a shell command that gets the archive of a `.hart`. */
export function payloadThrough(hart: string, command: string): string {
  const script = `tail -n +6 "$1" | xz -dc | TZ=UTC LC_ALL=C ${command}`;
  return execFileSync("bash", ["-o", "pipefail", "-c", script, "bash", hart], {
    encoding: "latin1",
  });
}

/**
 * Makes a signed `.hart` of what a Python script puts into an archive. The script has `add(name,
 * content, **header)`, where a header may set `type`, `linkname`, `mode` and the like.
 */
export async function forge(shop: Workshop, script: string): Promise<string> {
  const payload = join(shop.folder, "forged.tar.xz");
  const prelude = `
import io, sys, tarfile
root = ${JSON.stringify(root)}
out = tarfile.open(sys.argv[1], "w:xz", format=tarfile.GNU_FORMAT)
def add(name, content=b"", **header):
    member = tarfile.TarInfo(name)
    member.size = len(content)
    for key, value in header.items():
        setattr(member, key, value)
    out.addfile(member, io.BytesIO(content))
add(root, type=tarfile.DIRTYPE, mode=0o755)
`;
  execFileSync("python3", ["-c", `${prelude}${script}\nout.close()`, payload]);
  const destination = join(shop.folder, "forged.hart");
  await signFile({ source: payload, destination, origin: "acme", keys: shop.keys });
  return destination;
}

/** The command that runs a program of the tests, which are TypeScript, in a process of its own. */
export async function childCommand(
  shop: Workshop,
  program: keyof typeof programs,
  args: readonly string[],
): Promise<readonly [string, ...string[]]> {
  const outfile = join(shop.folder, "child", `${program}.mjs`);
  await build({
    entryPoints: [fileURLToPath(programs[program])],
    bundle: true,
    format: "esm",
    platform: "node",
    outfile,
    banner: { js: requireForCommonJs },
    logLevel: "error",
  });
  return [process.execPath, outfile, ...args];
}

const programs = {
  pack: new URL("./pack-child.ts", import.meta.url),
  unpack: new URL("./unpack-child.ts", import.meta.url),
};

const requireForCommonJs =
  'import { createRequire as here } from "node:module"; const require = here(import.meta.url);';

/** The names in a folder, hidden ones too; none where there is no folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
