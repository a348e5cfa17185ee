import { resolve } from "node:path";
import { HabcError } from "../../../compiler/ir/index.ts";
import { keyCacheFolder } from "../../../runtime/crypto/key-folder.ts";
import { signFile } from "../../../runtime/package/hart-sign.ts";
import type { Run } from "../../command.ts";
import { tell } from "../../render/answer.ts";
import type { pkgSignSpec } from "../pkg.spec.ts";

/** Writes the signed form of a file. */
export const run: Run<typeof pkgSignSpec> = async ({ arguments: given, options }, context) => {
  const { environment, cwd } = context;
  const origin = options.origin ?? environment["HAB_ORIGIN"];
  if (!origin) {
    throw new HabcError("usage", "whose key signs?", { hint: "give --origin, or set HAB_ORIGIN" });
  }
  const written = await signFile({
    source: resolve(cwd, given.SOURCE),
    destination: resolve(cwd, given.DEST),
    origin,
    keys: keyCacheFolder(environment),
  });
  return tell(context, options.json, {
    value: { ok: true, ...written },
    text: () => `${given.DEST}: signed with the key of ${origin}\n`,
  });
};
