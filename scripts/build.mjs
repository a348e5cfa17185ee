/**
 * Makes dist/ from the sources: `node scripts/build.mjs [--if-stale]`.
 *
 * dist/ is written aside and put in place by a rename, so that a program which runs from it
 * meanwhile never sees half of it.
 */
import { execFile } from "node:child_process";
import {
  chmod,
  copyFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  utimes,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { compiledValidator } from "./lib/compiled-validator.mjs";
import { isFresh } from "./lib/is-fresh.mjs";
import { loadTypeScript } from "./lib/load-typescript.mjs";
import { root } from "./lib/root.mjs";

const dist = join(root, "dist");

/** What the host's Node.js must resolve itself: a native program, and a library too large to copy. */
const external = ["esbuild", "ts-morph"];

/** Some dependencies are CommonJS and call `require` for modules of Node.js. */
const requireForCommonJs =
  'import { createRequire as habcRequire } from "node:module"; const require = habcRequire(import.meta.url);';

const common = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  external,
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "linked",
  logLevel: "warning",
  banner: { js: requireForCommonJs },
  plugins: [compiledValidator],
};

async function bundles(outdir) {
  await all([
    build({
      ...common,
      entryPoints: { cli: "cli/main.ts" },
      outdir,
      splitting: true,
      chunkNames: "[name]-[hash]",
    }),
    build({ ...common, entryPoints: { stdlib: "stdlib/index.ts" }, outdir }),
    build({
      ...common,
      entryPoints: { host: "stdlib/host/main.ts" },
      outdir,
      outExtension: { ".js": ".mjs" },
      external: [],
    }),
  ]);
  await executable(join(outdir, "cli.js"));
}

async function executable(path) {
  const text = await readFile(path, "utf8");
  if (!text.startsWith("#!")) await writeFile(path, `#!/usr/bin/env node\n${text}`);
  await chmod(path, 0o755);
}

async function bashFiles(outdir) {
  const target = join(outdir, "bash");
  await mkdir(target, { recursive: true });
  for (const folder of ["stdlib/bash", "runtime/studio"]) {
    for (const name of await readdir(join(root, folder))) {
      if (name.endsWith(".bash")) await copyFile(join(root, folder, name), join(target, name));
    }
  }
}

async function schema(outdir) {
  const { planIrSchema } = await loadTypeScript("compiler/ir/schema.ts");
  await writeFile(
    join(outdir, "plan-ir.schema.json"),
    `${JSON.stringify(planIrSchema(), null, 2)}\n`,
  );
}

async function declarations(outdir) {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const args = [tsc, "-p", "tsconfig.types.json", "--outDir", join(outdir, "types")];
  await promisify(execFile)(process.execPath, args, { cwd: root }).catch((failure) => {
    throw new Error(`declarations: ${failure.stdout || failure.message}`);
  });
}

/** As `Promise.all`, but no work is left running when one fails. */
async function all(promises) {
  for (const result of await Promise.allSettled(promises)) {
    if (result.status === "rejected") throw result.reason;
  }
}

async function main() {
  if (process.argv.includes("--if-stale") && (await isFresh(dist))) return;
  const started = new Date();
  const aside = join(root, `.dist-${process.pid}`);
  const before = `${aside}-before`;
  try {
    await mkdir(aside);
    await all([bundles(aside), bashFiles(aside), schema(aside), declarations(aside)]);
    await utimes(aside, started, started);
    await rename(dist, before).catch((failure) => {
      if (failure.code !== "ENOENT") throw failure;
    });
    await rename(aside, dist);
  } finally {
    await rm(aside, { recursive: true, force: true });
    await rm(before, { recursive: true, force: true });
  }
}

await main().catch((failure) => {
  console.error(failure.errors === undefined ? failure : `build: ${failure.message}`);
  process.exitCode = 1;
});
