/** `habc migrate`: writes a plan.ts for each plan.sh, and compares what both say. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { ParseCache } from "../../compiler/bash/index.ts";
import { type Diagnostic, isHabcError, isSettingName } from "../../compiler/ir/index.ts";
import {
  compareMigration,
  type Difference,
  type Migration,
  migratePlan,
} from "../../compiler/migrate/index.ts";
import { hostTarget } from "../../runtime/build/target.ts";
import type { Invocation, Run } from "../command.ts";
import type { CommandContext } from "../context.ts";
import { reportDiagnostics } from "../render/diagnostics/report.ts";
import { findBashPlan } from "./migrate/find-plan.ts";
import { removeReplaced } from "./migrate/replace.ts";
import { writePlan } from "./migrate/write-plan.ts";
import type { migrateSpec } from "./migrate.spec.ts";

type Options = Invocation<typeof migrateSpec>["options"];

/** What came of one plan. */
interface Done {
  readonly ok: boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** The plan.sh, where its plan.ts is beside it. */
  readonly beside?: string;
}

/** Migrates each plan by itself; one that cannot be read does not stop the others. */
export const run: Run<typeof migrateSpec> = async ({ arguments: { PATH }, options }, context) => {
  const found: Diagnostic[] = [];
  const staying: string[] = [];
  const cache: ParseCache = new Map();
  const replaced: string[] = [];
  const target = hostTarget();
  let ok = true;
  const tell = (diagnostics: readonly Diagnostic[]) => {
    if (options.diagnostics === "sarif") found.push(...diagnostics);
    else reportDiagnostics(diagnostics, context, options.diagnostics);
  };
  for (const path of PATH) {
    // Lets a signal, or a reader that went away, be noticed.
    await setImmediate();
    context.signal.throwIfAborted();
    const done = await migrate(path, { options, context, target, cache });
    ok &&= done.ok;
    if (done.beside !== undefined) {
      (options.replace && done.ok ? replaced : staying).push(done.beside);
    }
    tell(done.diagnostics);
  }
  const left = await removeReplaced(replaced, { context, target, cache });
  ok &&= left.staying.length === 0;
  staying.push(...left.staying);
  tell(left.diagnostics);
  if (options.diagnostics === "sarif") reportDiagnostics(found, context, "sarif");
  if (staying.length > 0 && options.diagnostics === "auto") {
    const names = staying.length === 1 ? "The plan.sh stays" : "The plan.sh files stay";
    context.stderr.write(
      `${names}: \`habc build\` refuses two plans in one place. \`--force --replace\` removes what was replaced.\n`,
    );
  }
  return ok ? 0 : 1;
};

interface Work {
  readonly options: Options;
  readonly context: CommandContext;
  readonly target: string;
  readonly cache: ParseCache;
}

async function migrate(path: string, { options, context, target, cache }: Work): Promise<Done> {
  const { cwd, stdout } = context;
  try {
    const plan = findBashPlan(resolve(cwd, path), target);
    const migration = migratePlan({ ...plan, target, cache });
    const differences = await compared(migration, target);
    const diagnostics = [
      ...migration.diagnostics,
      ...differences.map(differenceFinding(migration)),
    ];
    const ok = diagnostics.every(({ severity }) => severity !== "error");
    if (options.stdout) {
      stdout.write(migration.text);
      return { ok, diagnostics };
    }
    const file = placeFor(plan.file, options.out, cwd);
    await writePlan(file, migration.text, options.force);
    stdout.write(`${relative(cwd, plan.file)} → ${relative(cwd, file)}\n`);
    const isBeside = dirname(file) === dirname(plan.file);
    return { ok, diagnostics, ...(isBeside ? { beside: plan.file } : {}) };
  } catch (thrown) {
    if (!isHabcError(thrown)) throw thrown;
    return { ok: false, diagnostics: [thrown.diagnostic, ...thrown.others] };
  }
}

/** Compares before anything is written. */
async function compared(migration: Migration, target: string): Promise<readonly Difference[]> {
  const folder = await mkdtemp(join(tmpdir(), "habc-migrate-"));
  try {
    const file = join(folder, "plan.ts");
    await writeFile(file, migration.text);
    return await compareMigration(migration, file, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function differenceFinding({ scenarios }: Migration) {
  const [{ reading }] = scenarios.all;
  return ({ name, env, bash, typescript }: Difference): Diagnostic => {
    const where = Object.entries(env).map(([variable, value]) => `${variable}=${value}`);
    const condition = where.length === 0 ? "" : ` with ${where.join(" ")}`;
    const [span] = isSettingName(name) ? (reading.ir.spans[name] ?? []) : [];
    return {
      code: "migrate-differs",
      severity: "error",
      message: `\`${name}\`${condition} is ${shown(bash)} in the plan.sh and ${shown(typescript)} in the plan.ts`,
      spans: span === undefined ? [] : [span],
    };
  };
}

function shown(value: Difference["bash"]): string {
  return value === undefined ? "not set" : JSON.stringify(value);
}

function placeFor(file: string, out: string | undefined, cwd: string): string {
  const folder = dirname(file);
  if (out === undefined) return join(folder, "plan.ts");
  const way = relative(cwd, folder);
  return join(resolve(cwd, out), way.startsWith("..") ? basename(folder) : way, "plan.ts");
}
