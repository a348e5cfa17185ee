import { resolve } from "node:path";
import { formatKeyName } from "../../../runtime/crypto/key-name.ts";
import { readSignedHeader } from "../../../runtime/package/hart-sign.ts";
import type { Run } from "../../command.ts";
import { tell } from "../../render/answer.ts";
import type { pkgHeaderSpec } from "../pkg.spec.ts";

/** Prints the fields of a header. */
export const run: Run<typeof pkgHeaderSpec> = async ({ arguments: { HART }, options }, context) => {
  const header = await readSignedHeader(resolve(context.cwd, HART));
  const { format, hashType, signature } = header;
  const signer = formatKeyName(header.signer);
  return tell(context, options.json, {
    value: { ok: true, file: HART, format, signer, hashType, signature },
    text: () =>
      `format: ${format}\nsigner: ${signer}\nhash type: ${hashType}\nsignature: ${signature}\n`,
  });
};
