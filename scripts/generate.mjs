/**
 * Writes the files that are made from the tables of compiler/ir and committed:
 * `node scripts/generate.mjs`; with `--check` it writes nothing and fails when one is not current.
 *
 * Each module in scripts/generate/ that exports `generate()` gives a record: the path of a file
 * below the project's folder, and its text. TypeScript is formatted here.
 */
import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loadTypeScript } from "./lib/load-typescript.mjs";
import { root } from "./lib/root.mjs";

const check = process.argv.includes("--check");

function formatted(path, text) {
  if (!path.endsWith(".ts")) return text;
  const biome = join(root, "node_modules/.bin/biome");
  const args = ["format", `--stdin-file-path=${path}`];
  return execFileSync(biome, args, { cwd: root, input: text, encoding: "utf8" });
}

async function generated() {
  const files = {};
  for (const name of await readdir(join(root, "scripts/generate"))) {
    if (!name.endsWith(".ts")) continue;
    const { generate } = await loadTypeScript(`scripts/generate/${name}`);
    if (generate !== undefined) Object.assign(files, await generate());
  }
  return files;
}

for (const [path, raw] of Object.entries(await generated())) {
  const text = formatted(path, raw);
  const current = await readFile(join(root, path), "utf8").catch(() => undefined);
  if (current === text) continue;
  if (check) {
    console.error(`${path} is not current: run \`npm run generate\``);
    process.exitCode = 1;
  } else {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    console.log(`wrote ${path}`);
  }
}
