import { readFileSync } from "node:fs";

/** One folder up, from the source file as from the bundle in dist/. */
const manifest = new URL("../package.json", import.meta.url);

/** @returns The version of habc. */
export function version(): string {
  return String(JSON.parse(readFileSync(manifest, "utf8")).version);
}
