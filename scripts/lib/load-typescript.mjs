import { mkdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "./root.mjs";

/**
 * Imports a TypeScript module of the project, which Node.js 20 cannot do itself. Packages stay
 * imports; the project's own files are bundled.
 *
 * @param {string} file Path below the project's folder.
 * @returns {Promise<Record<string, any>>} What the module exports.
 */
export async function loadTypeScript(file) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    sourcemap: "inline",
    logLevel: "warning",
  });
  // Inside node_modules, so that its imports of packages resolve as the source's do.
  const folder = join(root, "node_modules/.cache/habc");
  const path = join(folder, `${basename(file, ".ts")}-${process.pid}-${Date.now()}.mjs`);
  await mkdir(folder, { recursive: true });
  await writeFile(path, outputFiles[0].contents);
  try {
    return await import(pathToFileURL(path).href);
  } finally {
    await rm(path);
  }
}
