import { HabcError } from "../../../compiler/ir/index.ts";
import { keyCacheFolder } from "../../../runtime/crypto/key-folder.ts";
import { formatKeyName } from "../../../runtime/crypto/key-name.ts";
import { generateKeyPair } from "../../../runtime/crypto/key-pair.ts";
import type { Run } from "../../command.ts";
import { tell } from "../../render/answer.ts";
import type { keyGenerateSpec } from "../origin-key.spec.ts";

/** Makes a pair of keys. */
export const run: Run<typeof keyGenerateSpec> = async ({ arguments: given, options }, context) => {
  const origin = given.ORIGIN ?? context.environment["HAB_ORIGIN"];
  if (!origin)
    throw new HabcError("usage", "which origin?", { hint: "name it, or set HAB_ORIGIN" });
  const { publicFile, secretFile, ...name } = await generateKeyPair(
    keyCacheFolder(context.environment),
    { origin },
  );
  return tell(context, options.json, {
    value: { ok: true, key: formatKeyName(name), publicFile, secretFile },
    text: () =>
      `${formatKeyName(name)}\n  public key: ${publicFile}\n  secret key: ${secretFile}\n`,
  });
};
