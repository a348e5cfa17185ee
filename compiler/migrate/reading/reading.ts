/** Reads a plan.sh for a migration: what it sets, its own variables and its functions. */
import type { Function as FunctionNode, ParsedScript } from "unbash";
import { type BashReading, readBashPlan } from "../../bash/compile.ts";
import type { ParseCache } from "../../bash/index.ts";
import { definitionOf } from "../../bash/state/join.ts";
import { plainValue } from "../../bash/state/value.ts";
import { globalScope } from "../../bash/state/variables.ts";
import type { SourceText } from "../../bash/text/source-text.ts";
import { isSettingName, type PlanIR, type SettingValue } from "../../ir/index.ts";

/** What to read, and as what. */
export interface ReadingOptions {
  readonly file: string;
  readonly target: string;
  /** The folder given to build, where it is not the one that the plan file's place implies. */
  readonly source?: string;
  readonly cache: ParseCache;
}

/** A function of the plan, with the text that its nodes point into. */
export interface PlanFunction {
  readonly name: string;
  readonly node: FunctionNode;
  readonly source: SourceText;
}

/** A variable of the plan that is no setting. */
export interface OwnVariable {
  /** Nothing where only running the plan shows it. */
  readonly value: SettingValue | undefined;
  readonly exported: boolean;
}

/** A plan as it is in one environment. */
export interface Reading {
  readonly ir: PlanIR;
  readonly script: ParsedScript;
  readonly source: SourceText;
  readonly functions: ReadonlyMap<string, PlanFunction>;
  readonly variables: ReadonlyMap<string, OwnVariable>;
  /** What variables hold that the plan does not set itself, such as `PLAN_CONTEXT`. */
  readonly given: ReadonlyMap<string, string>;
  /** Options of `set` and `shopt` that are on at its end. */
  readonly shellOptions: readonly string[];
}

/** @throws HabcError as `compileBashPlan`. */
export function read(options: ReadingOptions, env: Readonly<Record<string, string>>): Reading {
  const reading = readBashPlan({ ...options, env });
  const { ir, plan, shell } = reading;
  const functions = new Map<string, PlanFunction>();
  for (const [name, entry] of shell.state.functions) {
    const { node, source } = definitionOf(entry);
    functions.set(name, { name, node, source });
  }
  return {
    ir,
    script: plan.script,
    source: plan.source,
    functions,
    ...variablesOf(reading, env),
    shellOptions: [...shell.state.options],
  };
}

function variablesOf({ shell, before }: BashReading, env: Readonly<Record<string, string>>) {
  const variables = new Map<string, OwnVariable>();
  const given = new Map<string, string>();
  for (const [name, variable] of globalScope(shell).variables) {
    const value = plainValue(variable.value);
    if (before.get(name) === variable) {
      if (typeof value === "string" && !Object.hasOwn(env, name)) given.set(name, value);
    } else if (!isSettingName(name)) {
      variables.set(name, { value, exported: variable.attributes.exported === true });
    }
  }
  return { variables, given };
}
