/** What it takes to start: Node.js itself, the command, and the libraries that it loads lazily. */
import { execFileSync } from "node:child_process";
import { compare } from "./support/compare.ts";

const node = (name: string, ...args: string[]) => ({
  name,
  run: () => execFileSync(process.execPath, args, { stdio: "ignore" }),
});
const load = (module: string) =>
  node(`import("${module}")`, "--input-type=module", "-e", `await import("${module}")`);

await compare(
  "Starting",
  [
    node("node", "-e", "0"),
    node("habc --version", "dist/cli.js", "--version"),
    node("habc --help", "dist/cli.js", "--help"),
    load("esbuild"),
    load("ajv"),
    load("ts-morph"),
  ],
  10,
);
