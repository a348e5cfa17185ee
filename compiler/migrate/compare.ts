import { dirname } from "node:path";
import {
  isCallbackName,
  type PlanIR,
  type SettingName,
  type SettingSpec,
  type SettingValue,
  settingNames,
  settings,
  variables,
} from "../ir/index.ts";
import { compileTypescriptPlan } from "../typescript/static/index.ts";
import type { Migration } from "./migrate.ts";
import { environmentOf } from "./reading/scenarios.ts";
import { isNone } from "./values/decided.ts";

/** Something that the two plans do not say alike. */
export interface Difference {
  readonly name: string;
  /** The environment in which they differ. */
  readonly env: Readonly<Record<string, string>>;
  /** What the plan.sh has; nothing where it has none. */
  readonly bash: SettingValue | undefined;
  /** What the plan.ts has. */
  readonly typescript: SettingValue | undefined;
}

/**
 * Compares a plan.ts with the plan.sh that it was made from, by reading both.
 *
 * @param file Where the plan.ts is; what it says of its own folder counts as the plan.sh's.
 * @returns Where they differ, in each environment that the plan tells apart.
 */
export async function compareMigration(
  { scenarios, missing }: Migration,
  file: string,
  target: string,
): Promise<readonly Difference[]> {
  const differences: Difference[] = [];
  const told = scenarios.all.map(({ holds, reading }) => ({ env: environmentOf(holds), reading }));
  for (const { env, reading } of [...told, ...scenarios.probes]) {
    const made = await compileTypescriptPlan({ file, env, target, sourceTree: dirname(file) });
    differences.push(...compare(reading.ir, moved(made, reading.ir.plan.context), env));
  }
  // What is told to be missing is told once.
  return differences.filter(({ name }) => !missing.includes(name));
}

/** The IR of a plan that lies elsewhere. */
function moved(ir: PlanIR, context: string): PlanIR {
  const text = JSON.stringify(ir.settings);
  const from = JSON.stringify(ir.plan.context).slice(1, -1);
  return {
    ...ir,
    settings: JSON.parse(text.replaceAll(from, JSON.stringify(context).slice(1, -1))),
  };
}

function compare(bash: PlanIR, typescript: PlanIR, env: Difference["env"]): Difference[] {
  const computes = typescript.callbacks["pkg_version"] !== undefined;
  const differing = settingNames.filter((name) => {
    if (name === "pkg_version" && computes) return false;
    // What is so in a plan.sh without a word has to be said in a plan.ts.
    if (name === "pkg_network" && takenValue(bash, name) === undefined) return false;
    if (name in bash.dynamic) {
      // Where nothing is known of any setting, those count that the plan names.
      const isNamed = bash.spans[name] !== undefined;
      return isNamed && !(name in typescript.dynamic) && !(name in typescript.settings);
    }
    const text = textOf(takenValue(bash, name));
    // A plan.ts has no value for a place that another build sees elsewhere.
    if (name in typescript.dynamic && text?.includes(bash.plan.context)) return false;
    return text !== textOf(takenValue(typescript, name));
  });
  const callbacks = Object.keys(bash.callbacks).filter((name) => {
    if (!isCallbackName(name) || typescript.callbacks[name] !== undefined) return false;
    // One that no build calls, as the version is set.
    return name !== "pkg_version" || typescript.settings.pkg_version === undefined;
  });
  return [
    ...differing.map((name) => ({
      name,
      env,
      bash: takenValue(bash, name),
      typescript: takenValue(typescript, name),
    })),
    ...callbacks.map((name) => ({ name, env, bash: "a callback", typescript: undefined })),
  ];
}

function textOf(value: SettingValue | undefined): string | undefined {
  if (value === undefined || typeof value === "string" || Array.isArray(value)) {
    return JSON.stringify(value);
  }
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const placeholder = variables.pkg_svc_path.loading.split("/").at(-1) ?? "";

/** The value as a build takes it: in bash a text is a list of one, and the other way round. */
function takenValue({ settings: values }: PlanIR, name: SettingName): SettingValue | undefined {
  const value: SettingValue | undefined = values[name];
  const { type }: SettingSpec = settings[name];
  if (isNone(name, value)) return undefined;
  const shaped = type === "list" && typeof value === "string" ? [value] : value;
  const text = type === "string" && Array.isArray(shaped) ? (shaped[0] ?? "") : shaped;
  return typeof text === "string" ? text.replaceAll(placeholder, values.pkg_name ?? "") : text;
}
