/** Migrates one plan.sh: reads it, compares, and writes the plan.ts. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { ParseCache } from "../../../compiler/bash/index.ts";
import { type Diagnostic, isHabcError, isSettingName } from "../../../compiler/ir/index.ts";
import {
  compareMigration,
  type Difference,
  type MigratedCallback,
  type Migration,
  migratePlan,
} from "../../../compiler/migrate/index.ts";
import type { Invocation } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import type { migrateSpec } from "../migrate.spec.ts";
import { findBashPlan } from "./find-plan.ts";
import { writePlan } from "./write-plan.ts";

/** What came of one plan. */
export interface Migrated {
  readonly ok: boolean;
  /** The PATH as it was given. */
  readonly path: string;
  /** The plan.sh, where there is one. */
  readonly source?: string;
  /** The plan.ts, where one was written. */
  readonly file?: string;
  /** Its text, where it was to be printed. */
  readonly text?: string;
  readonly callbacks?: readonly MigratedCallback[];
  readonly diagnostics: readonly Diagnostic[];
  /** What to print. */
  readonly shown?: string;
  /** Whether the plan.ts is beside the plan.sh. */
  readonly isBeside: boolean;
}

/** How to migrate. */
interface Work {
  readonly options: Invocation<typeof migrateSpec>["options"];
  readonly context: CommandContext;
  readonly target: string;
  readonly cache: ParseCache;
}

/** Never throws for what is wrong with a plan: that is in the findings. */
export async function migrate(path: string, work: Work): Promise<Migrated> {
  const { options, target, cache } = work;
  const { cwd } = work.context;
  try {
    const plan = findBashPlan(resolve(cwd, path), target);
    const migration = migratePlan({ ...plan, target, cache });
    const differences = await compared(migration, target);
    const diagnostics = [
      ...migration.diagnostics,
      ...differences.map(differenceFinding(migration)),
    ];
    const ok = diagnostics.every(({ severity }) => severity !== "error");
    const { text, callbacks } = migration;
    const done = { ok, path, source: plan.file, callbacks, diagnostics };
    if (options.stdout) return { ...done, text, shown: text, isBeside: false };
    const file = placeFor(plan.file, options.out, cwd);
    await writePlan(file, text, options.force);
    const shown = `${relative(cwd, plan.file)} → ${relative(cwd, file)}${inBash(callbacks)}\n`;
    return { ...done, file, shown, isBeside: dirname(file) === dirname(plan.file) };
  } catch (thrown) {
    if (!isHabcError(thrown)) throw thrown;
    const diagnostics = [thrown.diagnostic, ...thrown.others];
    return { ok: false, path, diagnostics, isBeside: false };
  }
}

function inBash(callbacks: readonly MigratedCallback[]): string {
  const names = callbacks.flatMap(({ name, reason }) => (reason === undefined ? [] : [name]));
  if (names.length === 0) return "";
  return ` (${names.join(", ")} ${names.length === 1 ? "stays" : "stay"} bash)`;
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
