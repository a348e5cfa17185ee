/** A package store in a folder of its own, with packages of real programs made by gcc. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { PackageFinding } from "../../../runtime/linkage/finding.ts";
import { foldersInPlace } from "../../../runtime/linkage/forbidden.ts";
import { inspectPackage } from "../../../runtime/linkage/inspect.ts";
import type { Lint } from "../../../runtime/linkage/levels.ts";
import { folderEntries } from "../../../runtime/package/entries.ts";
import { parseFullIdent } from "../../../runtime/store/ident.ts";
import { openPackage } from "../../../runtime/store/package.ts";

const release = "20260101000000";

/** The full identifier of a package of the lab, `origin/name/1.0/…`. */
export function ident(name: string): string {
  return `acme/${name}/1.0/${release}`;
}

/** Where it is installed. */
export function prefix(name: string): string {
  return `/hab/pkgs/${ident(name)}`;
}

/** What a package of the lab depends on, by name. */
export interface Needs {
  readonly deps?: readonly string[];
  /** Absent: the same as `deps`. */
  readonly tdeps?: readonly string[];
  readonly buildDeps?: readonly string[];
  readonly licences?: readonly string[];
  readonly lint?: Lint;
  readonly sources?: readonly string[];
  readonly home?: string;
}

/** What of a finding matters to most tests. */
export interface Told {
  readonly code: string;
  readonly files: readonly string[];
}

export interface Lab {
  readonly store: string;
  /** Where a package lies on this machine. */
  here(name: string, path?: string): string;
  /** Begins a package; its files and metadata follow. */
  add(name: string, metadata?: Readonly<Record<string, string>>): void;
  write(name: string, path: string, text: string | Uint8Array, mode?: number): string;
  link(name: string, path: string, target: string): void;
  /** Compiles C text into a file of a package. */
  compile(name: string, path: string, options: Compile): string;
  inspect(name: string, needs?: Needs): Promise<PackageFinding[]>;
  /** The findings but for those that hold of every program the host's gcc makes. */
  faults(name: string, needs?: Needs): Promise<Told[]>;
  close(): void;
}

/** How to compile. */
export interface Compile {
  readonly code: string;
  /** A shared library with this name; absent: a program. */
  readonly soname?: string;
  /** Libraries to link with: `[package, path]`. */
  readonly with?: readonly (readonly [name: string, path: string])[];
  readonly runPath?: string;
  /** `DT_RPATH` in place of `DT_RUNPATH`. */
  readonly isOld?: boolean;
  readonly options?: readonly string[];
}

export function openLab(): Lab {
  const folder = mkdtempSync(join(tmpdir(), "habc-lab-"));
  const store = join(folder, "pkgs");
  const here = (name: string, path = "") => join(store, ident(name), path);
  const place = (name: string, path: string) => {
    const file = here(name, path);
    mkdirSync(dirname(file), { recursive: true });
    return file;
  };
  const lab: Lab = {
    store,
    here,
    add(name, metadata = {}) {
      const all = { IDENT: `${ident(name)}\n`, TARGET: "x86_64-linux\n", ...metadata };
      for (const [file, text] of Object.entries(all)) lab.write(name, file, text);
    },
    write(name, path, text, mode = 0o644) {
      const file = place(name, path);
      writeFileSync(file, text);
      chmodSync(file, mode);
      return file;
    },
    link: (name, path, target) => symlinkSync(target, place(name, path)),
    compile(name, path, { code, soname, runPath, isOld, options = [], ...how }) {
      const file = place(name, path);
      const args = [
        ...(soname === undefined ? [] : ["-shared", "-fPIC", `-Wl,-soname,${soname}`]),
        ...["-x", "c", "-", "-x", "none", "-Wl,--no-as-needed"],
        ...(how.with ?? []).map(([from, library]) => here(from, library)),
        "-Wl,--unresolved-symbols=ignore-in-shared-libs",
        ...(runPath === undefined ? [] : [`-Wl,-rpath,${runPath}`]),
        `-Wl,--${isOld ? "disable" : "enable"}-new-dtags`,
        ...options,
      ];
      execFileSync("gcc", ["-o", file, ...args], { input: code, cwd: folder });
      return file;
    },
    inspect(name, needs = {}) {
      const { deps = [], tdeps = deps, buildDeps = [] } = needs;
      const packages = (names: readonly string[]) =>
        names.map((each) => openPackage(parseFullIdent(ident(each)), here(each)));
      return inspectPackage({
        entries: folderEntries(here(name)),
        prefix: prefix(name),
        target: "x86_64-linux",
        dependencies: {
          deps: packages(deps),
          tdeps: packages(tdeps),
          buildTdeps: packages(buildDeps),
        },
        store,
        forbidden: foldersInPlace(needs.sources ?? [], needs.home),
        licences: needs.licences ?? [],
        lint: needs.lint ?? { strict: false, levels: new Map() },
      });
    },
    async faults(name, needs) {
      const found = await lab.inspect(name, needs);
      return found
        .filter(({ code }) => code !== "host-dependency")
        .map(({ code, files }) => ({ code, files }));
    },
    close: () => rmSync(folder, { recursive: true }),
  };
  return lab;
}
