import { join } from "node:path";
import { loadTypeScript } from "./load-typescript.mjs";
import { root } from "./root.mjs";

const module = "compiler/schema/compiled-validator.ts";

/**
 * esbuild plugin: puts the validator that `compiler/schema/compiled-validator.ts` compiles when
 * it is loaded into the bundle as finished code. That saves the command the loading of ajv and
 * the compiling of the schema at every start.
 */
export const compiledValidator = {
  name: "compiled-validator",
  setup(build) {
    build.onLoad({ filter: /compiled-validator\.ts$/ }, async ({ path }) => {
      if (path !== join(root, module)) return undefined;
      const { validatorSource } = await loadTypeScript("scripts/lib/validator-source.ts");
      return { contents: validatorSource(), loader: "js", resolveDir: root };
    });
  },
};
