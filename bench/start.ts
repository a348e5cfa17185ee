/** What it takes to start: Node.js itself, the command, and the libraries that it loads lazily. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { validatorSource } from "../scripts/lib/validator-source.ts";
import { compare } from "./support/compare.ts";

const folder = mkdtempSync(join(tmpdir(), "habc-bench-"));
const validator = join(folder, "validator.mjs");
writeFileSync(validator, validatorSource());

// What a build imports of npm, as it is in node_modules and in one file.
const imports = ["hash-wasm", "smol-toml", "tar", "unbash"].map((name) => `import "${name}";`);
const bundled = join(folder, "bundled.mjs");
buildSync({
  stdin: { contents: imports.join("\n"), resolveDir: process.cwd() },
  outfile: bundled,
  bundle: true,
  format: "esm",
  platform: "node",
  minifyWhitespace: true,
  minifySyntax: true,
  ignoreAnnotations: true,
});

const node = (name: string, ...args: string[]) => ({
  name,
  run: () => execFileSync(process.execPath, args, { stdio: "ignore" }),
});
const script = (name: string, text: string) => node(name, "--input-type=module", "-e", text);
const load = (module: string) => script(module, `await import("${module}")`);
const compile = `
  import { readFileSync } from "node:fs";
  import { Ajv } from "ajv";
  new Ajv().compile(JSON.parse(readFileSync("dist/plan-ir.schema.json")));`;

await compare(
  "Starting",
  [
    node("node", "-e", "0"),
    node("habc --version", "dist/cli.js", "--version"),
    node("habc --help", "dist/cli.js", "--help"),
    load("commander"),
    load("esbuild"),
    load("ts-morph"),
    script("a build's libraries, node_modules", imports.join("\n")),
    node("a build's libraries, one file", bundled),
    script("ajv, which compiles the IR's schema", compile),
    script("that validator as finished code", `await import("${validator}")`),
  ],
  10,
);
rmSync(folder, { recursive: true });
