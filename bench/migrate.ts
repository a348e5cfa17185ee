/**
 * Migrating every plan.sh below a folder, and what became of them: `npm run bench -- migrate FOLDER`.
 * Each plan.ts is type-checked, then run beside bash sourcing its plan.sh, in several environments.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { ParseCache } from "../compiler/bash/index.ts";
import { isHabcError, type SettingValue, settingNames } from "../compiler/ir/index.ts";
import { compareMigration, type Migration, migratePlan } from "../compiler/migrate/index.ts";
import { bashSettings } from "./support/bash-settings.ts";
import { bundlePlans, planSettings } from "./support/plan-settings.ts";
import { typeErrors } from "./support/type-errors.ts";

/** Variables that plans ask for at their top level, and one that none asks for. */
const environments = [{}, { STUDIO_TYPE: "stage1" }, { FIRST_PASS: "1" }, { STUDIO_TYPE: "other" }];
const target = "x86_64-linux";
/** Where npm runs its scripts: the folder of habc. */
const project = process.cwd();

interface Migrated {
  readonly name: string;
  readonly source: string;
  readonly file: string;
  readonly migration: Migration;
}

const folder = resolve(process.argv[2] ?? "plans-examples");
const out = mkdtempSync(join(tmpdir(), "habc-bench-migrate-"));
const told: string[] = [];

try {
  const plans = migrateAll();
  countCallbacks(plans);
  const errors = typeErrors(out, project);
  const typed = plans.filter(({ file }) => !errors.has(file));
  console.log(`${typed.length} of ${plans.length} plan.ts type-check`);
  for (const { name, file } of plans) {
    const [first] = errors.get(file) ?? [];
    if (first !== undefined) told.push(`${name}: ${first}`);
  }
  await compareAll(plans);
  for (const line of told) console.log(`  ${line}`);
} finally {
  rmSync(out, { recursive: true });
}

function migrateAll(): readonly Migrated[] {
  const cache: ParseCache = new Map();
  const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name === "plan.sh" || name.endsWith("/plan.sh"))
    .sort();
  const plans = sources.flatMap((path): Migrated[] => {
    const source = join(folder, path);
    const file = join(out, path.replace(/sh$/, "ts"));
    try {
      const migration = migratePlan({ file: source, source: dirname(source), target, cache });
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, migration.text);
      for (const { severity, message } of migration.diagnostics) {
        if (severity === "error") told.push(`${path}: ${message}`);
      }
      return [{ name: path, source, file, migration }];
    } catch (thrown) {
      if (!isHabcError(thrown)) throw thrown;
      told.push(`${path}: ${thrown.message}`);
      return [];
    }
  });
  console.log(`${plans.length} of ${sources.length} plan.sh became a plan.ts`);
  return plans;
}

/** How many callbacks are methods, and why the others are not. */
function countCallbacks(plans: readonly Migrated[]): void {
  const all = plans.flatMap(({ migration }) => migration.callbacks);
  const reasons = new Map<string, number>();
  for (const { reason } of all) {
    if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const methods = all.filter(({ reason }) => reason === undefined).length;
  console.log(
    `${methods} callbacks are TypeScript, ${all.length - methods} stay bash, because one`,
  );
  const most = [...reasons].sort(([, a], [, b]) => b - a).slice(0, 25);
  for (const [reason, count] of most) console.log(`  ${String(count).padStart(4)}  ${reason}`);
}

/** Compares both plans by reading them, then by running them. */
async function compareAll(plans: readonly Migrated[]): Promise<void> {
  let unequal = 0;
  for (const { name, file, migration } of plans) {
    const differences = await compareMigration(migration, file, target);
    if (differences.length > 0) unequal += 1;
    for (const one of differences) told.push(`${name}: reading finds ${one.name} different`);
  }
  console.log(`${plans.length - unequal} of ${plans.length} are equal by reading both`);
  const files = plans.map(({ file }) => file);
  await bundlePlans(files, out, join(project, "stdlib/index.ts"));
  let equal = 0;
  for (const env of environments) {
    for (const plan of plans) {
      const different = await differing(plan, env);
      if (different.length === 0) equal += 1;
      const [where = ""] = Object.entries(env).map((pair) => ` with ${pair.join("=")}`);
      for (const text of different) told.push(`${plan.name}${where}: ${text}`);
    }
  }
  const all = plans.length * environments.length;
  console.log(
    `${equal} of ${all} times (${environments.length} environments) a plan.ts sets what bash sets`,
  );
}

/** The settings that bash and a plan.ts do not set alike. */
async function differing(
  { source, file }: Migrated,
  env: Readonly<Record<string, string>>,
): Promise<string[]> {
  try {
    const bash = bashSettings(source, env);
    const made = await planSettings(dirname(file), { env, context: dirname(source) });
    return settingNames.flatMap((name) => {
      // A plan.sh has the network without asking; `compareMigration` looks at it the same way.
      if (name === "pkg_network" && bash[name] === undefined) return [];
      const [before, after] = [comparable(bash[name]), comparable(made[name])];
      return before === after ? [] : [`${name} is ${before} in bash, and ${after}`];
    });
  } catch (thrown) {
    return [String(thrown).split("\n", 1).join("")];
  }
}

/** A value as a text; nothing for an empty map, which no plan.sh can tell from none. */
function comparable(value: SettingValue | undefined): string | undefined {
  if (typeof value !== "object" || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : JSON.stringify(entries);
}
