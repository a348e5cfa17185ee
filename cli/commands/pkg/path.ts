import { findInstalled } from "../../../runtime/installed/find.ts";
import type { Run } from "../../command.ts";
import { tell } from "../../render/answer.ts";
import { packageValue, storeOf } from "../../store.ts";
import type { pkgPathSpec } from "../pkg-store.spec.ts";

/** Prints where a package lies, and on the other stream how builds see it where that differs. */
export const run: Run<typeof pkgPathSpec> = async ({ arguments: { IDENT }, options }, context) => {
  const found = findInstalled(storeOf(context).store, IDENT);
  const { path, hostPath } = found;
  if (!options.json && path !== hostPath) context.stderr.write(`builds see it at ${path}\n`);
  return tell(context, options.json, {
    value: { ok: true, ...packageValue(found) },
    text: () => `${hostPath}\n`,
  });
};
