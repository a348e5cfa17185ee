import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Whether a `.gitignore` of a folder, or of its repository above it, names the results folder. */
export function ignoresResults(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (/^\/?(\*\*\/)?results\/?\s*$/m.test(textOf(join(at, ".gitignore")))) return true;
    if (at === dirname(at) || existsSync(join(at, ".git"))) return false;
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
