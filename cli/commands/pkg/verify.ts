import { resolve } from "node:path";
import { isHabcError } from "../../../compiler/ir/index.ts";
import { keyCacheFolder } from "../../../runtime/crypto/key-folder.ts";
import { formatKeyName } from "../../../runtime/crypto/key-name.ts";
import { verifyHart } from "../../../runtime/package/hart-read.ts";
import type { Run } from "../../command.ts";
import { tellRefusal } from "../../refusal.ts";
import { tell } from "../../render/answer.ts";
import type { pkgVerifySpec } from "../pkg.spec.ts";

/** Verifies each file; one that does not hold does not keep the others from being verified. */
export const run: Run<typeof pkgVerifySpec> = async ({ arguments: { HART }, options }, context) => {
  const keys = keyCacheFolder(context.environment);
  let status = 0;
  for (const file of HART) {
    try {
      const { header, digest } = await verifyHart(resolve(context.cwd, file), { keys });
      const signer = formatKeyName(header.signer);
      tell(context, options.json, {
        value: { ok: true, file, signer, digest },
        text: () => `${file}: signed by ${signer}\n`,
      });
    } catch (thrown) {
      if (!isHabcError(thrown)) throw thrown;
      status ||= await tellRefusal(thrown, context, { json: options.json, about: { file } });
    }
  }
  return status;
};
