/**
 * Makes dist/ from the sources: `node scripts/build.mjs [--if-stale]`.
 *
 * dist/ is made aside and put in its place as a whole, so that a program which runs from it
 * meanwhile never sees half of it. Where a part cannot be made, the status is 1 and dist/ holds
 * the others: the tests can still say what they know.
 */
import { execFile } from "node:child_process";
import { copyFile, mkdir, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { commandBundle, hostBundle, libraryBundle } from "./lib/bundles.mjs";
import { isFresh } from "./lib/is-fresh.mjs";
import { loadTypeScript } from "./lib/load-typescript.mjs";
import { place } from "./lib/place.mjs";
import { root } from "./lib/root.mjs";

async function bashFiles(outdir) {
  const target = join(outdir, "bash");
  await mkdir(target, { recursive: true });
  for (const folder of ["stdlib/bash", "runtime/studio", "runtime/installed", "runtime/kept"]) {
    for (const name of await readdir(join(root, folder))) {
      if (name.endsWith(".bash")) await copyFile(join(root, folder, name), join(target, name));
    }
  }
}

async function graphPage(outdir) {
  const target = join(outdir, "graph");
  await mkdir(target, { recursive: true });
  for (const name of ["page.html", "page.css", "page.js", "layout.js"]) {
    await copyFile(join(root, "cli/render/graph", name), join(target, name));
  }
}

async function schemas(outdir) {
  const { planIrSchema } = await loadTypeScript("compiler/ir/schema.ts");
  const { configSchema } = await loadTypeScript("compiler/check/config-schema.ts");
  const made = { "plan-ir": planIrSchema(), habc: configSchema() };
  for (const [name, schema] of Object.entries(made)) {
    await writeFile(join(outdir, `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
  }
}

async function declarations(outdir) {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const args = [tsc, "-p", "tsconfig.types.json", "--outDir", join(outdir, "types")];
  await promisify(execFile)(process.execPath, args, { cwd: root }).catch((failure) => {
    throw new Error(failure.stdout || failure.message);
  });
}

async function makeDist() {
  const started = new Date();
  const aside = join(root, `.dist-${process.pid}`);
  try {
    await mkdir(aside);
    const parts = [
      commandBundle,
      libraryBundle,
      hostBundle,
      bashFiles,
      graphPage,
      schemas,
      declarations,
    ];
    const made = await Promise.allSettled(parts.map((make) => make(aside)));
    const failed = made.flatMap(({ reason }, at) => (reason ? [{ part: parts[at], reason }] : []));
    for (const { part, reason } of failed) console.error(`${part.name}: ${reason.message}`);
    if (failed.length > 0) process.exitCode = 1;
    // An old time makes the next build try again.
    const time = failed.length > 0 ? new Date(0) : started;
    await utimes(aside, time, time);
    await place(aside, join(root, "dist"));
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

if (!process.argv.includes("--if-stale") || !(await isFresh(join(root, "dist")))) await makeDist();
