import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(import.meta.url);

/**
 * The module that `habc` stands for in a plan. This module runs from its source under the
 * tests; in the package it is part of dist/.
 *
 * @returns An absolute path.
 */
export function stdlibEntry(): string {
  return here.endsWith(".ts") ? join(here, "../../../stdlib/index.ts") : join(here, "../stdlib.js");
}
