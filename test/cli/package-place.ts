/** A package store of a test's own, and package files made with GNU tar and xz. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { generateKeyPair } from "../../runtime/crypto/key-pair.ts";
import { signFile } from "../../runtime/package/hart-sign.ts";
import { habc, type Outcome, type RunOptions } from "./habc.ts";

/** The release of every package that a test makes. */
export const release = "20260101000000";

/** What a package has beside its identity. */
export interface Made {
  /** `name/version` of origin acme: the direct run dependencies. */
  readonly deps?: readonly string[];
  /** All run dependencies, where they are more than the direct ones. */
  readonly tdeps?: readonly string[];
  /** Further files, by path; those in `bin/` and `hooks/` can be executed. */
  readonly files?: Readonly<Record<string, string>>;
  readonly target?: string;
  /** Changes the folder before it is packed. */
  readonly change?: (folder: string) => void;
  /** Whose key signs. Absent: acme. */
  readonly signer?: string;
}

export interface Place {
  readonly folder: string;
  /** `FS_ROOT`. */
  readonly root: string;
  readonly packages: string;
  /** The folder of the package files. */
  readonly harts: string;
  readonly env: Readonly<Record<string, string>>;
  /** Makes the file of `acme/name/version`. Returns its path. */
  hart(short: string, made?: Made): Promise<string>;
  /** Runs `habc pkg …` in the place. */
  pkg(args: readonly string[], options?: RunOptions): Outcome;
  /** Installs from the folder of package files, which must succeed. */
  install(...shorts: readonly string[]): void;
  /** The idents in the store that are not hidden, sorted, with `ls`. */
  installed(): string[];
  close(): void;
}

/** `app/1` → `acme/app/1/20260101000000`. */
export function full(short: string): string {
  return `acme/${short}/${release}`;
}

export async function openPlace(): Promise<Place> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "habc-place-")));
  const [root, harts, keys] = ["root", "harts", "keys"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(harts);
  for (const origin of ["acme", "other"]) await generateKeyPair(keys, { origin });
  const env = {
    FS_ROOT: root,
    HAB_CACHE_KEY_PATH: keys,
    HAB_OUTPUT_PATH: join(folder, "results"),
    NO_COLOR: "1",
  };
  const packages = join(root, "hab/pkgs");

  const place: Place = {
    folder,
    root,
    packages,
    harts,
    env,
    async hart(short, made = {}) {
      const tree = mkdtempSync(join(folder, "tree-"));
      const ident = full(short);
      const prefix = join(tree, "hab/pkgs", ident);
      for (const [path, text] of Object.entries(filesOf(short, made))) {
        mkdirSync(dirname(join(prefix, path)), { recursive: true });
        const mode = /^(bin|hooks)\//.test(path) ? 0o755 : 0o644;
        writeFileSync(join(prefix, path), text, { mode });
      }
      made.change?.(prefix);
      const tarball = join(folder, "payload.tar.xz");
      run("tar", ["-cf", tarball, "-I", "xz -0", "-C", tree, `hab/pkgs/${ident}`]);
      const target = made.target ?? "x86_64-linux";
      const destination = join(harts, `${ident.replaceAll("/", "-")}-${target}.hart`);
      const origin = made.signer ?? "acme";
      await signFile({ source: tarball, destination, origin, keys });
      return destination;
    },
    pkg: (args, options = {}) =>
      habc(["pkg", ...args], { cwd: folder, ...options, env: { ...env, ...options.env } }),
    install(...shorts) {
      const { status, stderr } = place.pkg(["install", "--from", harts, ...shorts.map(full)]);
      if (status !== 0) throw new Error(stderr);
    },
    installed: () =>
      spawnSync("sh", ["-c", "ls -d */*/*/* 2>/dev/null"], { cwd: packages, encoding: "utf8" })
        .stdout.split("\n")
        .filter(Boolean),
    close() {
      run("chmod", ["-R", "u+rwX", folder]);
      rmSync(folder, { recursive: true });
    },
  };
  mkdirSync(packages, { recursive: true });
  return place;
}

/** Hidden names in the store: what is half done, or left by a killed process. */
export function hiddenIn(place: Place): string[] {
  return readdirSync(place.packages).filter((name) => name.startsWith("."));
}

function filesOf(short: string, { deps = [], tdeps = deps, files = {}, target }: Made) {
  const ident = full(short);
  const name = short.slice(0, short.indexOf("/"));
  const lines = (shorts: readonly string[]) => shorts.map((each) => `${full(each)}\n`).join("");
  const path = [ident, ...tdeps.map(full)].map((each) => `/hab/pkgs/${each}/bin`).join(":");
  return {
    IDENT: `${ident}\n`,
    TARGET: `${target ?? "x86_64-linux"}\n`,
    PATH: `/hab/pkgs/${ident}/bin\n`,
    RUNTIME_PATH: `${path}\n`,
    MANIFEST: `# acme / ${name}\n`,
    [`bin/${name}`]: `#!/bin/sh\necho ${name} at "$0"\nexec "$@"\n`,
    ...(deps.length === 0 ? {} : { DEPS: lines(deps) }),
    ...(tdeps.length === 0 ? {} : { TDEPS: lines(tdeps) }),
    ...files,
  };
}

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
}
