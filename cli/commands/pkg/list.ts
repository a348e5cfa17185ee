import { HabcError } from "../../../compiler/ir/index.ts";
import { isStandIn } from "../../../runtime/installed/host/is-stand-in.ts";
import { inventory } from "../../../runtime/installed/inventory.ts";
import { parseIdent, satisfies } from "../../../runtime/store/ident.ts";
import type { Run } from "../../command.ts";
import { reportDiagnostics } from "../../render/diagnostics/report.ts";
import { table } from "../../render/table.ts";
import { packageValue, storeOf } from "../../store.ts";
import type { pkgListSpec } from "../pkg-store.spec.ts";

/** Lists packages; a damaged one is a warning. */
export const run: Run<typeof pkgListSpec> = async ({ arguments: { IDENT }, options }, context) => {
  const { all, origin } = options;
  if ([all, origin !== undefined, IDENT !== undefined].filter(Boolean).length > 1) {
    throw new HabcError("usage", "IDENT, --origin and --all exclude each other");
  }
  const { packages, problems } = inventory(storeOf(context).store);
  const wanted = IDENT === undefined ? undefined : parseIdent(IDENT);
  const listed = packages
    .filter(({ ident }) => origin === undefined || ident.origin === origin)
    .filter(({ ident }) => wanted === undefined || satisfies(ident, wanted));
  context.stdout.write(
    options.json
      ? listed
          .map(
            (found) => `${JSON.stringify({ ...packageValue(found), standIn: isStandIn(found) })}\n`,
          )
          .join("")
      : table(listed.map((found) => [found.name, ...(isStandIn(found) ? ["host stand-in"] : [])])),
  );
  const warnings = problems.map((problem) => ({ ...problem, severity: "warning" as const }));
  reportDiagnostics(warnings, context);
  return 0;
};
