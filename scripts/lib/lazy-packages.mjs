import { isBuiltin } from "node:module";
import { root } from "./root.mjs";

const namespace = "lazy-package";

/**
 * esbuild plugin: gives `await import("package")` in the bundle the names that it has in Node.js.
 * Of a CommonJS package loaded like this esbuild exports the default alone.
 */
export const lazyPackages = {
  name: "lazy-packages",
  setup(build) {
    const { external } = build.initialOptions;
    build.onResolve({ filter: /^[^./]/ }, ({ kind, path, importer }) => {
      const own = kind === "dynamic-import" && !importer.includes("/node_modules/");
      return own && !isBuiltin(path) && !external.includes(path) ? { path, namespace } : undefined;
    });
    build.onLoad({ filter: /./, namespace }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) => /^[\w$]+$/.test(name));
      const contents = `export { ${names.join(", ")} } from ${JSON.stringify(path)};`;
      return { contents, resolveDir: root };
    });
  },
};
