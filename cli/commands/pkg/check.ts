import type { Severity } from "../../../compiler/ir/index.ts";
import { checkPackage } from "../../../runtime/linkage/check.ts";
import type { PackageFinding } from "../../../runtime/linkage/finding.ts";
import { parseLevels } from "../../../runtime/linkage/levels.ts";
import { openNamedPackage } from "../../../runtime/package/named-package.ts";
import type { Run } from "../../command.ts";
import { tell } from "../../render/answer.ts";
import { reportDiagnostics } from "../../render/diagnostics/report.ts";
import { storeOf } from "../../store.ts";
import type { pkgCheckSpec } from "../pkg.spec.ts";

/** Prints what the checks find, and ends with status 1 where one of it is an error. */
export const run: Run<typeof pkgCheckSpec> = async (
  { arguments: { PACKAGE }, options },
  context,
) => {
  const lint = { strict: options.strict, levels: parseLevels(options.lint) };
  const { store } = storeOf(context);
  const named = await openNamedPackage(PACKAGE, { cwd: context.cwd, store });
  const { signal } = context;
  const findings = await checkPackage(named, { store: store.folder, lint, signal });
  const ok = !findings.some(({ severity }) => severity === "error");
  if (!options.json) reportDiagnostics(findings, context);
  return tell(context, options.json, {
    value: { ok, package: PACKAGE, ident: named.ident, findings },
    text: () => `${named.ident}: ${summary(findings)}\n`,
    status: ok ? 0 : 1,
  });
};

const names = [
  ["error", "error", "errors"],
  ["warning", "warning", "warnings"],
  ["info", "note", "notes"],
] as const satisfies readonly (readonly [Severity, string, string])[];

function summary(findings: readonly PackageFinding[]): string {
  const counts = names.flatMap(([severity, one, many]) => {
    const { length } = findings.filter((finding) => finding.severity === severity);
    return length === 0 ? [] : `${length} ${length === 1 ? one : many}`;
  });
  return counts.length === 0 ? "nothing to find fault with" : counts.join(", ");
}
