/** Runs benchmarks: `npm run bench -- NAME [ARGUMENT…]`, or all of them without a name. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { loadTypeScript } from "./lib/load-typescript.mjs";
import { root } from "./lib/root.mjs";

async function all() {
  const entries = await readdir(join(root, "bench"));
  return entries.filter((entry) => entry.endsWith(".ts")).map((entry) => entry.slice(0, -3));
}

const [name] = process.argv.splice(2, 1);
for (const bench of name === undefined ? await all() : [name]) {
  await loadTypeScript(`bench/${bench}.ts`);
}
