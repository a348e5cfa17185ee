/** Asks git which files of a repository changed. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { HabcError } from "../../../compiler/ir/index.ts";
import { errorCode } from "../../../runtime/crypto/aside.ts";

const run = promisify(execFile);

/**
 * The files that differ between a revision and the working tree, those that git does not know yet
 * included.
 *
 * @param folder A folder in the repository.
 * @returns Absolute paths; a file may be gone.
 * @throws HabcError `usage` where git does not know the revision, `tool-missing`.
 */
export async function filesSince(folder: string, revision: string): Promise<string[]> {
  const top = (await git(folder, ["rev-parse", "--show-toplevel"])).trimEnd();
  // What begins with a dash would be an option.
  const commit = (
    await git(folder, [
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${revision}^{commit}`,
    ])
  ).trim();
  const changed = await git(top, ["diff", "--name-only", "--no-renames", "-z", commit, "--"]);
  const unknown = await git(top, ["ls-files", "--others", "--exclude-standard", "-z"]);
  const names = `${changed}${unknown}`.split("\0").filter(Boolean);
  return [...new Set(names)].map((name) => join(top, name));
}

async function git(folder: string, args: readonly string[]): Promise<string> {
  try {
    return (await run("git", ["-C", folder, ...args], { maxBuffer: 1 << 28 })).stdout;
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") {
      throw new HabcError("tool-missing", "the program git is missing", {
        hint: "install git, or name the files with --changed",
        cause,
      });
    }
    const { stderr = "" } = cause as { readonly stderr?: string };
    const [said = ""] = stderr.trim().split("\n");
    const what = said === "" ? `${args.at(-1)?.replace("^{commit}", "")} is no revision` : said;
    throw new HabcError("usage", `git in ${folder}: ${what}`, { cause });
  }
}
