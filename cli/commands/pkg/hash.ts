import { resolve } from "node:path";
import { hashFile } from "../../../runtime/package/hart-sign.ts";
import type { Run } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import type { pkgHashSpec } from "../pkg.spec.ts";

/** Prints `checksum  file` for each file, as `b2sum` does. */
export const run: Run<typeof pkgHashSpec> = async ({ arguments: { FILE } }, context) => {
  for (const file of FILE?.length ? FILE : await listedFiles(context)) {
    context.stdout.write(`${await hashFile(resolve(context.cwd, file))}  ${file}\n`);
  }
  return 0;
};

async function listedFiles({ readInput }: CommandContext): Promise<string[]> {
  const text = (await readInput()).toString("utf8");
  return text.split("\n").filter((line) => line !== "");
}
