import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Whether a `.gitignore` of a folder, or of its repository above it, names the results folder. */
export function ignoresResults(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (/^\/?(\*\*\/)?results\/?\s*$/m.test(textOf(join(at, ".gitignore")))) return true;
    if (at === dirname(at) || existsSync(join(at, ".git"))) return false;
  }
}

/** The text of a new `.gitignore`: what builds leave, and what npm does where a project is of npm. */
export function ignoreText(folder: string): string {
  const isOfNpm = existsSync(join(folder, "package.json"));
  return `${isOfNpm ? "/node_modules/\n" : ""}/results/\n`;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
