/** Exits with 0 when node_modules/ holds what package-lock.json says, with 1 when it does not. */
import { readFileSync } from "node:fs";

function packagesOf(lock) {
  try {
    return JSON.parse(readFileSync(new URL(`../../${lock}`, import.meta.url), "utf8")).packages;
  } catch {
    return {};
  }
}

const wanted = packagesOf("package-lock.json");
const installed = packagesOf("node_modules/.package-lock.json");
const same = Object.entries(wanted).every(
  ([path, { version, optional }]) =>
    path === "" || (installed[path] === undefined ? optional : installed[path].version === version),
);
const extra = Object.keys(installed).some((path) => wanted[path] === undefined);
process.exit(same && !extra ? 0 : 1);
