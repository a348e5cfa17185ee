import { HabcError } from "../../../compiler/ir/index.ts";
import { uninstallPackages } from "../../../runtime/installed/uninstall.ts";
import type { Run } from "../../command.ts";
import { tell } from "../../render/answer.ts";
import { showStoreEvents } from "../../render/store-events.ts";
import { storeOf } from "../../store.ts";
import type { pkgUninstallSpec } from "../pkg-store.spec.ts";

/** Uninstalls packages, or shows what would go. */
export const run: Run<typeof pkgUninstallSpec> = async (
  { arguments: { IDENT }, options },
  context,
) => {
  const { dryrun: dryRun, json } = options;
  const { removed, kept } = await uninstallPackages({
    wanted: IDENT,
    store: storeOf(context).store,
    keepLatest: numberOf(options["keep-latest"]),
    excluded: options.exclude,
    withDependencies: !options["no-deps"],
    hooks: !options["ignore-uninstall-hook"],
    dryRun,
    environment: context.environment,
    events: showStoreEvents(context, json),
    output: context.stderr.write,
  });
  const would = dryRun ? "would uninstall" : "uninstalled";
  const count = removed.length === 1 ? "1 package" : `${removed.length} packages`;
  return tell(context, json, {
    value: {
      ok: true,
      dryRun,
      removed: removed.map(({ name }) => name),
      kept: kept.map(({ package: { name }, why }) => ({ ident: name, why })),
    },
    text: () => `${would} ${count}\n`,
  });
};

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new HabcError("usage", `--keep-latest takes a number, not ${JSON.stringify(text)}`);
}
