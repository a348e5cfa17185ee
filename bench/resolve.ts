/** Resolving 10 direct dependencies with 60 transitive ones, in small and in large stores; what is installed. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inventory } from "../runtime/installed/inventory.ts";
import { dependents } from "../runtime/installed/relations.ts";
import { installedSource } from "../runtime/store/dependency-source.ts";
import { buildFlags } from "../runtime/store/flags.ts";
import { openStore } from "../runtime/store/installed.ts";
import { buildPath, runtimePath } from "../runtime/store/paths.ts";
import { resolveDependencies } from "../runtime/store/resolve.ts";
import { compare } from "./support/compare.ts";

const root = mkdtempSync(join(tmpdir(), "habc-bench-"));
const identOf = (at: number) => `acme/p${at}/1.${at}/20240101000000`;
const transitive = Array.from({ length: 60 }, (_, at) => identOf(at));
const direct = Array.from({ length: 10 }, (_, at) => identOf(60 + at));

function makeStore(name: string, others: number): string {
  const store = join(root, name);
  const add = (ident: string, files: Readonly<Record<string, string>>) => {
    const folder = join(store, ident);
    mkdirSync(folder, { recursive: true });
    const path = `/hab/pkgs/${ident}`;
    const usual = { PATH: `${path}/bin`, CFLAGS: `-I${path}/include`, MANIFEST: "", FILES: "" };
    const all = { IDENT: ident, TARGET: "x86_64-linux", ...usual, ...files };
    for (const [file, text] of Object.entries(all)) writeFileSync(join(folder, file), `${text}\n`);
  };
  for (const ident of transitive) add(ident, {});
  for (const ident of direct) {
    add(ident, { DEPS: transitive.slice(0, 5).join("\n"), TDEPS: transitive.join("\n") });
  }
  for (let at = 0; at < others; at += 1)
    add(`o${at % 20}/q${at % 1500}/2.${at}/20240101000000`, {});
  return store;
}

async function resolve(folder: string): Promise<number> {
  const store = openStore(folder, "x86_64-linux");
  const found = await resolveDependencies(
    { deps: direct.map((ident) => ident.slice(0, ident.indexOf("/1."))), buildDeps: [] },
    { sources: [installedSource(store)], surroundings: { store } },
  );
  const texts = [buildPath([], found.allTdeps, ""), runtimePath([], found)];
  return (
    texts.join("").length + Object.keys(buildFlags({ libDirs: [], current: {}, ...found })).length
  );
}

const small = makeStore("small", 0);
const large = makeStore("large", 5000);
const files = [...direct, ...transitive].flatMap((ident) => [`${ident}/IDENT`, `${ident}/PATH`]);
await compare(
  "Resolving 10 direct and 60 transitive dependencies",
  [
    { name: "cat of their IDENT and PATH", run: () => execFileSync("cat", files, { cwd: small }) },
    { name: "habc, 70 packages installed", run: () => resolve(small) },
    { name: "habc, 5,070 packages installed", run: () => resolve(large) },
  ],
  20,
);
await compare(
  "Everything that is installed, and what needs a package: 5,070 packages",
  [
    {
      name: "find, and cat of IDENT, TARGET, TDEPS",
      run: () =>
        execFileSync(
          "sh",
          ["-c", "find . -name IDENT -o -name TARGET -o -name TDEPS | xargs cat > all"],
          { cwd: large },
        ),
    },
    {
      name: "habc",
      run: () => {
        const { packages } = inventory(openStore(large, "x86_64-linux"));
        return dependents(packages, { transitive: true })(transitive[0] ?? "").length;
      },
    },
  ],
  5,
);
rmSync(root, { recursive: true });
