import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { compiledValidator } from "./compiled-validator.mjs";
import { lazyPackages } from "./lazy-packages.mjs";
import { root } from "./root.mjs";

const common = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "linked",
  logLevel: "warning",
};

/** Some dependencies are CommonJS and call `require` for modules of Node.js. */
const requireForCommonJs =
  'import { createRequire as habcRequire } from "node:module"; const require = habcRequire(import.meta.url);';

/** The command. What only some commands need is in files of its own, loaded when they run. */
export async function commandBundle(outdir) {
  await build({
    ...common,
    entryPoints: { cli: "cli/main.ts" },
    outdir,
    splitting: true,
    chunkNames: "[name]-[hash]",
    banner: { js: requireForCommonJs },
    // Native programs, which are found beside their packages, and a library too large to copy.
    external: ["esbuild", "oxc-parser", "ts-morph"],
    plugins: [compiledValidator, lazyPackages],
  });
  const command = join(outdir, "cli.js");
  const text = await readFile(command, "utf8");
  if (!text.startsWith("#!")) await writeFile(command, `#!/usr/bin/env node\n${text}`);
  await chmod(command, 0o755);
}

/** What a plan.ts imports as `habc`. */
export async function libraryBundle(outdir) {
  await build({ ...common, entryPoints: { stdlib: "stdlib/index.ts" }, outdir });
}

/** The host of a plan.ts: one file, for a studio shows nothing beside it. */
export async function hostBundle(outdir) {
  await build({
    ...common,
    entryPoints: { host: "stdlib/host/main.ts" },
    outdir,
    outExtension: { ".js": ".mjs" },
    banner: { js: requireForCommonJs },
  });
}
