import { keyCacheFolder } from "../../../runtime/crypto/key-folder.ts";
import { exportKey } from "../../../runtime/crypto/key-pair.ts";
import type { Run } from "../../command.ts";
import type { keyExportSpec } from "../origin-key.spec.ts";

/** Prints a key file, byte for byte. */
export const run: Run<typeof keyExportSpec> = async (
  { arguments: { ORIGIN }, options: { type } },
  { environment, stdout },
) => {
  const { text } = await exportKey(keyCacheFolder(environment), {
    origin: ORIGIN,
    secret: type === "secret",
  });
  stdout.write(text);
  return 0;
};
