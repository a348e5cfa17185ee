import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file or folder that habc needs beside its code: its place in the source tree, or its name in dist/. */
export type AssetName =
  | `stdlib/bash/${string}.bash`
  | `runtime/studio/${string}.bash`
  | `runtime/installed/${string}.bash`
  | `runtime/kept/${string}.bash`
  | `cli/render/graph/${"page.html" | "page.css" | "page.js" | "layout.js"}`
  | "host.mjs"
  | "types"
  | "habc.schema.json"
  | "plan-ir.schema.json";

const here = fileURLToPath(import.meta.url);

/** This module runs from its source under the tests; in the package it is part of dist/. */
const fromSource = here.endsWith(".ts");

const projectFolder = join(here, "../..");
const distFolder = fromSource ? join(projectFolder, "dist") : join(here, "..");

/**
 * Where a file that belongs to habc lies, in the package as in the source tree. Bash files are
 * side by side in the package's `dist/bash/`, so their names are unique.
 *
 * @returns An absolute path.
 * @example
 * assetPath("stdlib/bash/host.bash"); // …/node_modules/habc/dist/bash/host.bash
 */
export function assetPath(name: AssetName): string {
  if (!name.includes("/")) return join(distFolder, name);
  if (fromSource) return join(projectFolder, name);
  return join(distFolder, name.endsWith(".bash") ? "bash" : "graph", basename(name));
}
