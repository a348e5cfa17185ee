/** `habc migrate`: writes a plan.ts for each plan.sh, and compares what both say. */
import { dirname } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { ParseCache } from "../../compiler/bash/index.ts";
import type { Diagnostic } from "../../compiler/ir/index.ts";
import { hostTarget } from "../../runtime/build/target.ts";
import type { Run } from "../command.ts";
import { editorRoot } from "../editor/root.ts";
import { reportDiagnostics } from "../render/diagnostics/report.ts";
import { plansBelow } from "./migrate/find-plan.ts";
import { type Migrated, migrate } from "./migrate/migrate-one.ts";
import { removeReplaced } from "./migrate/replace.ts";
import type { migrateSpec } from "./migrate.spec.ts";

/** Migrates each plan by itself; one that cannot be read does not stop the others. */
export const run: Run<typeof migrateSpec> = async ({ arguments: { PATH }, options }, context) => {
  const { json, diagnostics: format } = options;
  const found: Diagnostic[] = [];
  const all: Migrated[] = [];
  const cache: ParseCache = new Map();
  const target = hostTarget();
  const tell = (diagnostics: readonly Diagnostic[]) => {
    if (format === "sarif") found.push(...diagnostics);
    else if (!json || format !== "auto") reportDiagnostics(diagnostics, context, format);
  };
  for (const path of options.all ? PATH.flatMap((one) => plansBelow(one, context.cwd)) : PATH) {
    // Lets a signal, or a reader that went away, be noticed.
    await setImmediate();
    context.signal.throwIfAborted();
    const done = await migrate(path, { options, context, target, cache });
    all.push(done);
    if (done.shown !== undefined && !json) context.stdout.write(done.shown);
    tell(done.diagnostics);
  }
  const replaced = options.replace ? all.filter(({ ok, isBeside }) => ok && isBeside) : [];
  const files = replaced.flatMap(({ source }) => source ?? []);
  const needed = await removeReplaced(files, { context, target, cache });
  tell([...needed.values()]);
  if (format === "sarif") reportDiagnostics(found, context, "sarif");
  const isRemoved = (one: Migrated) => replaced.includes(one) && !needed.has(one.source ?? "");
  if (json) {
    for (const one of all) {
      const form = jsonForm(one, isRemoved(one), needed.get(one.source ?? ""));
      context.stdout.write(`${JSON.stringify(form)}\n`);
    }
  }
  const staying = all.filter((one) => one.isBeside && !isRemoved(one));
  if (staying.length > 0 && format === "auto" && !json) {
    const names = staying.length === 1 ? "The plan.sh stays" : "The plan.sh files stay";
    context.stderr.write(
      `${names}: \`habc build\` refuses two plans in one place. \`--force --replace\` removes what was replaced.\n`,
    );
  }
  const unknown = all.some(({ file }) => file !== undefined && !isKnownToEditors(file));
  if (unknown && format === "auto" && !json) {
    context.stderr.write("`habc types` lets editors know what a plan.ts imports.\n");
  }
  return needed.size === 0 && all.every(({ ok }) => ok) ? 0 : 1;
};

function isKnownToEditors(file: string): boolean {
  return editorRoot(dirname(file)).tsconfig === "there";
}

function jsonForm(
  { shown: _shown, isBeside: _isBeside, ...one }: Migrated,
  removed: boolean,
  needed: Diagnostic | undefined,
): object {
  if (needed === undefined) return { ...one, removed };
  return { ...one, ok: false, removed, diagnostics: [...one.diagnostics, needed] };
}
