import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { HabcError, systemReason } from "../../../compiler/ir/index.ts";
import { keyCacheFolder } from "../../../runtime/crypto/key-folder.ts";
import { keyKinds } from "../../../runtime/crypto/key-kinds.ts";
import { formatKeyName } from "../../../runtime/crypto/key-name.ts";
import { importKey } from "../../../runtime/crypto/key-pair.ts";
import type { Run } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { tell } from "../../render/answer.ts";
import type { keyImportSpec } from "../origin-key.spec.ts";

/** Puts key files into the cache, one after the other. */
export const run: Run<typeof keyImportSpec> = async ({ arguments: { FILE }, options }, context) => {
  const folder = keyCacheFolder(context.environment);
  for await (const source of sources(FILE ?? [], context)) {
    const { file, written, kind, ...name } = await importKey(folder, source);
    const key = formatKeyName(name);
    tell(context, options.json, {
      value: { ok: true, key, kind, file, written },
      text: () =>
        `${keyKinds[kind].title} ${key} ${written ? `is now ${file}` : `was already ${file}`}\n`,
    });
  }
  return 0;
};

async function* sources(files: readonly string[], { cwd, readInput }: CommandContext) {
  if (files.length === 0) {
    yield { text: (await readInput()).toString("utf8"), file: "standard input" };
  }
  for (const file of files) {
    const text = await readFile(resolve(cwd, file), "utf8").catch((thrown: unknown) => {
      throw new HabcError("usage", `${file || '""'} cannot be read: ${systemReason(thrown)}`);
    });
    yield { text, file };
  }
}
