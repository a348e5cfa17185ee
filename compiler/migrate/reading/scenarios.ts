/**
 * The environments in which a plan says different things: a plan that tests `$STUDIO_TYPE` is
 * read once for each answer.
 */
import { readFileSync } from "node:fs";
import type { Command, SyntaxNode, Word } from "unbash";
import { forEachChild, parse } from "unbash";
import { decodeBytes } from "../../bash/text/text.ts";
import { stringLiteral } from "../layout/literals.ts";
import { type Reading, type ReadingOptions, read } from "./reading.ts";

/** A question about a variable of the environment. */
export interface Condition {
  readonly variable: string;
  /** The value that it is compared with; nothing where any value but the empty one will do. */
  readonly value: string | undefined;
}

/** A plan in one environment, and which conditions hold in it. */
export interface Scenario {
  readonly holds: ReadonlySet<Condition>;
  readonly reading: Reading;
}

export interface Scenarios {
  readonly conditions: readonly Condition[];
  /** The first is the one in which no condition holds. */
  readonly all: readonly [Scenario, ...Scenario[]];
  /** The plan with other values of variables that it does more with than asking. */
  readonly probes: readonly Probe[];
}

/** A plan with a value of a variable that no condition names. */
export interface Probe {
  readonly env: Readonly<Record<string, string>>;
  readonly reading: Reading;
}

/** @throws HabcError as `compileBashPlan`. */
export function readScenarios(options: ReadingOptions): Scenarios {
  const base: Scenario = { holds: new Set(), reading: read(options, {}) };
  const { reads } = base.reading.ir;
  const found = conditionsIn(base.reading).filter(({ variable }) => reads.includes(variable));
  const about = (name: string) => found.filter(({ variable }) => variable === name);
  const conditions = found.filter(({ variable }) => canBeTold(about(variable))).slice(0, 4);
  let all: [Scenario, ...Scenario[]] = [base];
  for (const variable of new Set(conditions.map((one) => one.variable))) {
    const choices = conditions.filter((one) => one.variable === variable);
    const more = choices.flatMap((choice) =>
      all.map((scenario) => scenarioWith(options, new Set([...scenario.holds, choice]))),
    );
    all = [...all, ...more];
  }
  const probes = reads.flatMap((variable) => probe(options, base, variable, conditions));
  return { conditions, all, probes };
}

function scenarioWith(options: ReadingOptions, holds: ReadonlySet<Condition>): Scenario {
  return { holds, reading: read(options, environmentOf(holds)) };
}

/** An environment in which these conditions hold. */
export function environmentOf(holds: ReadonlySet<Condition>): Readonly<Record<string, string>> {
  return Object.fromEntries([...holds].map(({ variable, value = "1" }) => [variable, value]));
}

/** Either all are about values, or the only question is whether there is one. */
function canBeTold(conditions: readonly Condition[]): boolean {
  return conditions.length === 1 || conditions.every(({ value }) => value !== undefined);
}

/** Reads the plan with a value that no condition names, where that makes a difference. */
function probe(
  options: ReadingOptions,
  base: Scenario,
  variable: string,
  conditions: readonly Condition[],
): Probe[] {
  const own = conditions.filter((one) => one.variable === variable);
  if (own.some(({ value }) => value === undefined)) return [];
  const env = { [variable]: "habc-migrate-asks" };
  const reading = read(options, env);
  const isSame = JSON.stringify(meaning(base.reading)) === JSON.stringify(meaning(reading));
  return isSame ? [] : [{ env, reading }];
}

function meaning({ ir, functions, variables }: Reading) {
  const bodies = [...functions.values()].map(({ name, node }) => [name, node.pos]);
  return [ir.settings, Object.keys(ir.dynamic), bodies, [...variables.entries()]];
}

/** The code of a condition. */
export function conditionCode({ variable, value }: Condition): string {
  const read = `process.env[${stringLiteral(variable)}]`;
  return value === undefined ? read : `${read} === ${stringLiteral(value)}`;
}

function conditionsIn({ script, ir }: Reading): Condition[] {
  const found: Condition[] = [];
  const add = (variable: string, value: string | undefined) => {
    if (!found.some((one) => one.variable === variable && one.value === value)) {
      found.push({ variable, value });
    }
  };
  const sourced = ir.files.map((file) => parse(decodeBytes(readFileSync(file))));
  for (const one of [script, ...sourced])
    visit(one, (node) => {
      if (node.type === "TestBinary" && /^(==?|!=)$/.test(node.operator)) {
        const variable = variableOf(node.left);
        if (variable !== undefined && node.right.parts?.some(isExpansion) !== true)
          add(variable, node.right.value);
      } else if (node.type === "TestUnary" && /^-[nz]$/.test(node.operator)) {
        const variable = variableOf(node.operand);
        if (variable !== undefined) add(variable, undefined);
      } else if (node.type === "Command") testCommand(node, add);
    });
  return found.filter(({ value }) => value !== "");
}

function testCommand(node: Command, add: (variable: string, value: string | undefined) => void) {
  if (node.name?.value !== "[" && node.name?.value !== "test") return;
  const [first, second, third] = node.args.filter((arg) => arg.type === "Word");
  if (first === undefined || second === undefined) return;
  if (/^-[nz]$/.test(first.value)) {
    const variable = variableOf(second);
    if (variable !== undefined) add(variable, undefined);
  } else if (/^(==?|!=)$/.test(second.value) && third !== undefined) {
    const variable = variableOf(first);
    if (variable !== undefined && third.parts?.some(isExpansion) !== true)
      add(variable, third.value);
  }
}

function isExpansion({
  type,
  ...part
}: {
  type: string;
  parts?: readonly { type: string }[] | undefined;
}): boolean {
  return type.endsWith("Expansion") || (part.parts?.some(isExpansion) ?? false);
}

/** `$NAME`, `"$NAME"`, `"${NAME:-}"`. */
function variableOf({ text }: Word): string | undefined {
  const [, plain, braced] = /^"?\$(?:(\w+)|\{(\w+)(?::?-)?\})"?$/.exec(text) ?? [];
  return plain ?? braced;
}

/** Goes through everything that is not in a function. */
function visit(node: SyntaxNode, look: (node: SyntaxNode) => void): void {
  if (node.type === "Function") return;
  look(node);
  forEachChild(node, (child) => visit(child, look));
}
