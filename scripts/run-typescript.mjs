/** Runs a TypeScript program of the project: `node scripts/run-typescript.mjs bench/hash.ts [ARGUMENT…]`. */
import { loadTypeScript } from "./lib/load-typescript.mjs";

const [file] = process.argv.splice(2, 1);
if (file === undefined) throw new Error("which file?");
await loadTypeScript(file);
