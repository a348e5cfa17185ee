/**
 * The working directory as a shell keeps it: by the name that led there, which programs find in
 * `PWD`. A folder that is reached through a link has `..` where its name says, as `cd` in bash.
 */
import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";

/** Variables that belong to the process, not to the plan. */
export const folderVariables: ReadonlySet<string> = new Set(["PWD", "OLDPWD"]);

/** @returns The absolute path of the working directory, with the links that led there. */
export function currentFolder(): string {
  const real = process.cwd();
  const { PWD: named = "" } = process.env;
  const isThere = named.startsWith("/") && existsSync(named) && realpathSync(named) === real;
  return isThere ? named : real;
}

/** @throws Error of the system where it is no folder that can be entered. */
export function changeFolder(folder: string): void {
  const named = resolve(currentFolder(), folder);
  // Without the links, where a name that goes up through one leads nowhere.
  process.chdir(existsSync(named) ? named : folder);
  process.env["PWD"] = existsSync(named) ? named : process.cwd();
}
