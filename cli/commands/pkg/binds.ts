import { findInstalled } from "../../../runtime/installed/find.ts";
import type { Package } from "../../../runtime/store/package.ts";
import type { Run } from "../../command.ts";
import { tell } from "../../render/answer.ts";
import { visible } from "../../render/display.ts";
import { storeOf } from "../../store.ts";
import type { pkgBindsSpec } from "../pkg-store.spec.ts";

/** Shows the binds of a service. */
export const run: Run<typeof pkgBindsSpec> = async ({ arguments: { IDENT }, options }, context) => {
  const found = findInstalled(storeOf(context).store, IDENT);
  const binds = { required: bindsOf(found, "BINDS"), optional: bindsOf(found, "BINDS_OPTIONAL") };
  return tell(context, options.json, {
    value: { ok: true, ident: found.name, ...binds },
    text: () =>
      [...Object.entries(binds)]
        .map(([kind, all]) => {
          const lines = Object.entries(all).map(([name, exports]) =>
            visible(`  ${name}=${exports.join(" ")}`),
          );
          return lines.length === 0 ? `${kind}: none\n` : `${kind}:\n${lines.join("\n")}\n`;
        })
        .join(""),
  });
};

/** Each bind with the names of the exports that it needs. */
function bindsOf(found: Package, file: string): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    [...found.pairs(file)].map(([name, exports]) => [name, exports.split(/\s+/).filter(Boolean)]),
  );
}
