/** What stands in for the sources and dependencies of plans: it notes how it is called. */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Settings } from "../../compiler/ir/index.ts";

/** Where to work, and with what. */
interface Place {
  readonly work: string;
  /** The folder that all plans lie below. */
  readonly tree: string;
  readonly cli: string;
}

/** A package, unpacked; or why there is none. */
interface Built {
  readonly folder?: string;
  readonly why?: string | undefined;
}

/** A program that notes its call, and puts all notes into the package when it installs. */
const program = `#!/bin/bash
notes=/hab/cache/src/notes
printf '%q ' "\${0##*/}" "$@" "[\${PWD##*/}]" "\${CFLAGS:-}" "\${LDFLAGS:-}" "\${CC:-}" >> "$notes"
echo >> "$notes"
case "\${0##*/} $*" in
  *install*) mkdir -p "$PREFIX/bin"; cp "$notes" "$PREFIX/notes" ;;
esac
`;

/** Programs of packages that are called otherwise, and those that no host's may take the place of. */
const programs: Readonly<Record<string, readonly string[]>> = {
  autoconf: ["autoconf", "autoreconf", "autoupdate", "autoheader"],
  automake: ["aclocal", "automake"],
  cmake: ["cmake", "ctest"],
  gcc: ["cc", "c++", "gcc", "g++"],
  git: ["git"],
  go: ["go"],
  jre8: ["java"],
  libtool: ["libtoolize"],
  make: ["make"],
  node: ["node", "npm"],
  patch: ["patch"],
  perl: ["perl", "cpan"],
  python: ["pip", "python", "python3"],
  python2: ["pip", "python", "python2"],
  ruby: ["bundle", "gem", "ruby"],
  rust: ["cargo", "rustc"],
};

function programsOf(name: string): readonly string[] {
  const known = programs[name] ?? programs[name.replace(/\d+$/, "")];
  // The host's own coreutils, sed and the like do their work.
  return known ?? (existsSync(join("/usr/bin", name)) ? [] : [name]);
}

const scaffolding = `scaffolding_load() { :; }
do_default_build() { make scaffolding; }
`;

const sourcePrograms = ["configure", "autogen.sh", "bootstrap", "Configure", "build.sh"];
const sourceFiles =
  `AUTHORS CMakeLists.txt COPYING COPYING.LIB LICENSE LICENSE.md LICENSE.txt Makefile
  Makefile.in NEWS README README.md configure.ac setup.py src/Makefile`.split(/\s+/);
const release = "20240101000000";

/** Opens a store and caches for builds of the origin `core`. */
export function openStandIns({ work, tree, cli }: Place) {
  const root = join(work, "root");
  const store = join(root, "hab/pkgs");
  const sources = join(root, "hab/cache/src");
  /** The source as it was downloaded: builds move and change their own copy. */
  const upstream = join(work, "upstream");
  const results = join(work, "results");
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: work,
    TERM: "dumb",
    FS_ROOT: root,
    HAB_CACHE_KEY_PATH: join(work, "keys"),
    HAB_OUTPUT_PATH: results,
    HAB_ORIGIN: "core",
    SOURCE_DATE_EPOCH: "1700000000",
  };
  mkdirSync(store, { recursive: true });
  mkdirSync(join(tree, ".git"), { recursive: true });
  habc(["origin", "key", "generate", "core"]);

  /** @returns What the command said. */
  function habc(args: readonly string[]): string {
    const { stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
      cwd: tree,
      env,
      encoding: "utf8",
      timeout: 60_000,
    });
    return stdout + stderr;
  }

  function install(ident: string): void {
    const [origin = "", name = "", version = "1.0", wanted = release] = ident.split("/");
    const prefix = join(origin, name, version, wanted);
    const bin = join(store, prefix, "bin");
    mkdirSync(bin, { recursive: true });
    for (const one of programsOf(name)) writeFileSync(join(bin, one), program, { mode: 0o755 });
    const metadata = {
      IDENT: `${prefix}\n`,
      TARGET: "x86_64-linux\n",
      MANIFEST: "# x\n",
      PATH: `/hab/pkgs/${prefix}/bin\n`,
    };
    mkdirSync(join(store, prefix, "lib"), { recursive: true });
    writeFileSync(join(store, prefix, "lib/scaffolding.sh"), scaffolding);
    for (const [file, text] of Object.entries(metadata)) {
      writeFileSync(join(store, prefix, file), text);
    }
  }

  /** Makes the dependencies and the source of a plan, whose checksum is changed to fit. */
  function prepare(place: string, settings: Settings): void {
    rmSync(store, { recursive: true, force: true });
    mkdirSync(store, { recursive: true });
    rmSync(upstream, { recursive: true, force: true });
    mkdirSync(upstream);
    for (const list of [settings.pkg_deps, settings.pkg_build_deps]) {
      for (const ident of list ?? []) install(ident);
    }
    if (settings.pkg_scaffolding) install(settings.pkg_scaffolding);
    const { pkg_name, pkg_version, pkg_source, pkg_shasum } = settings;
    if (pkg_source === undefined) return;
    const filename = settings.pkg_filename ?? basename(pkg_source);
    const dirname = settings.pkg_dirname ?? `${pkg_name}-${pkg_version}`;
    const inside = join(work, "source", dirname);
    mkdirSync(inside, { recursive: true });
    mkdirSync(join(inside, "bin"));
    mkdirSync(join(inside, "src"));
    const built = [`${pkg_name}`, `bin/${pkg_name}`, `src/${pkg_name}`];
    for (const name of [...sourcePrograms, ...built]) {
      if (!existsSync(join(inside, name))) {
        writeFileSync(join(inside, name), program, { mode: 0o755 });
      }
    }
    for (const name of sourceFiles) writeFileSync(join(inside, name), `This is ${name}.\n`);
    const archive = join(upstream, filename);
    const [packer, ...args] = filename.endsWith(".zip")
      ? ["python3", "-m", "zipfile", "-c", archive, dirname]
      : ["tar", "-caf", archive, dirname];
    spawnSync(packer, args, { cwd: join(work, "source") });
    rmSync(join(work, "source"), { recursive: true });
    if (pkg_shasum === undefined) return;
    const file = join(place, "plan.sh");
    const sum = createHash("sha256").update(readFileSync(archive)).digest("hex");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(pkg_shasum, sum));
  }

  /** Builds a plan, and leaves nothing of it in the store. */
  function build(place: string): Built {
    rmSync(results, { recursive: true, force: true });
    rmSync(sources, { recursive: true, force: true });
    cpSync(upstream, sources, { recursive: true });
    const output = habc(["build", "--no-cache", place]);
    const harts = readdirSync(work).includes("results")
      ? readdirSync(results).filter((name) => name.endsWith(".hart"))
      : [];
    const [hart] = harts;
    if (hart === undefined) {
      return { why: output.split("\n").find((line) => line.startsWith("error")) };
    }
    const bytes = readFileSync(join(results, hart));
    const into = mkdtempSync(join(work, "unpacked-"));
    execFileSync("tar", ["-xJf", "-", "-C", into], {
      input: bytes.subarray(bytes.indexOf("\n\n") + 2),
    });
    const folder = join(into, "hab/pkgs");
    for (const origin of readdirSync(folder)) {
      for (const name of readdirSync(join(folder, origin))) {
        rmSync(join(store, origin, name, ...madeOf(join(folder, origin, name))), {
          recursive: true,
          force: true,
        });
      }
    }
    return { folder };
  }

  return { habc, prepare, build };
}

/** The version and release of an unpacked package. */
function madeOf(folder: string): readonly string[] {
  const [version = ""] = readdirSync(folder);
  const [made = ""] = readdirSync(join(folder, version));
  return [version, made];
}

/** The files that two packages do not have alike, but for the text of the plan and its digest. */
export function differingFiles(one: string, other: string): string[] {
  const { stdout } = spawnSync(
    "diff",
    ["-rq", "--no-dereference", "--exclude=MANIFEST", "--exclude=FILES", one, other],
    { encoding: "utf8" },
  );
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => line.replaceAll(dirname(one), "").replaceAll(dirname(other), ""));
}
