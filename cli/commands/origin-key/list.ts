import { listKeys } from "../../../runtime/crypto/key-cache.ts";
import { keyCacheFolder } from "../../../runtime/crypto/key-folder.ts";
import { keyKinds } from "../../../runtime/crypto/key-kinds.ts";
import type { Run } from "../../command.ts";
import { reportDiagnostics } from "../../render/diagnostics/report.ts";
import { table } from "../../render/table.ts";
import type { keyListSpec } from "../origin-key.spec.ts";

/** Lists keys; a file that only looks like one is a warning. */
export const run: Run<typeof keyListSpec> = async ({ arguments: { ORIGIN }, options }, context) => {
  const { keys, problems } = await listKeys(keyCacheFolder(context.environment));
  const wanted = keys.filter(({ name }) => ORIGIN === undefined || name === ORIGIN);
  if (options.json) {
    for (const { name, revision, kind, file } of wanted) {
      context.stdout.write(`${JSON.stringify({ name, revision, kind, file })}\n`);
    }
  } else {
    const rows = wanted.map(({ name, revision, kind, file }) => [
      name,
      revision,
      keyKinds[kind].title,
      file,
    ]);
    context.stdout.write(table(rows));
  }
  const warnings = problems.map((problem) => ({ ...problem, severity: "warning" as const }));
  reportDiagnostics(warnings, context);
  return 0;
};
