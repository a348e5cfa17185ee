import { readFile } from "node:fs/promises";
import { extname, relative } from "node:path";
import type { Loader, Plugin } from "esbuild";

/**
 * In a bundle `import.meta` is that of the bundle. Each file that uses it gets its own, which
 * the phase host makes from the file's path relative to the plan: it knows where the plan's
 * folder is shown.
 */
const own = "__habcImportMeta";

/** What esbuild replaces. */
export const importMetaDefines = {
  "import.meta.url": `${own}.url`,
  "import.meta.dirname": `${own}.dirname`,
  "import.meta.filename": `${own}.filename`,
};

const loaders: Readonly<Record<string, Loader>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".cts": "ts",
  ".tsx": "tsx",
  ".js": "js",
  ".mjs": "js",
  ".cjs": "js",
  ".jsx": "jsx",
};

/** @param planFolder The folder of the plan; a real, absolute path. */
export function importMeta(planFolder: string): Plugin {
  return {
    name: "habc-import-meta",
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) => {
        const text = await readFile(path, "utf8").catch(() => "");
        if (!text.includes("import.meta")) return undefined;
        const name = JSON.stringify(relative(planFolder, path));
        // On the first line, so that lines keep their numbers.
        const head = `const ${own} = globalThis[Symbol.for("habc.importMeta")]?.(${name}) ?? import.meta;`;
        return {
          contents: head + text.replace(/^#!/, "//"),
          loader: loaders[extname(path)] ?? "js",
        };
      });
    },
  };
}
