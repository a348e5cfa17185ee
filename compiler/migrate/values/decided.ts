/** Settings that differ between environments: a choice by the conditions that the plan tests. */
import { type SettingName, type SettingValue, settingNames } from "../../ir/index.ts";
import { bracketed, type Doc, group, indent, layOut, line } from "../layout/doc.ts";
import { type Condition, conditionCode, type Scenario } from "../reading/scenarios.ts";
import { type PlanText, settingForm } from "./form.ts";
import type { Constants } from "./names.ts";
import { settingProperty, settingValue } from "./settings.ts";

/** The plan in one environment. */
export interface Branch {
  readonly scenario: Scenario;
  readonly plan: PlanText;
}

/** The settings in the order in which the plan sets them first. */
export function orderedSettings(branches: readonly Branch[]): readonly SettingName[] {
  const set = new Set(branches.flatMap(({ plan }) => Object.keys(plan.reading.ir.spans)));
  const known: ReadonlySet<string> = new Set(settingNames);
  const isSet = (name: string) =>
    branches.some(
      ({ plan: { reading } }) => name in reading.ir.settings || name in reading.ir.dynamic,
    );
  return [...set].filter((name): name is SettingName => known.has(name) && isSet(name));
}

/** The property of each setting whose value is known. */
export function settingDocs(
  names: readonly SettingName[],
  branches: readonly Branch[],
  constants: Constants,
  conditions: readonly Condition[],
): ReadonlyMap<SettingName, Doc> {
  const docs = new Map<SettingName, Doc>();
  for (const name of names) {
    const doc = settingDoc(name, branches, constants, conditions);
    if (doc !== undefined) docs.set(name, doc);
  }
  return docs;
}

/** Nothing for a setting that is not known, or that a plan.ts does not set to this. */
function settingDoc(
  name: SettingName,
  branches: readonly Branch[],
  constants: Constants,
  conditions: readonly Condition[],
): Doc | undefined {
  const values = branches.map(({ plan }) => ({ plan, form: settingForm(plan, name) }));
  const [base] = values;
  if (base === undefined) return undefined;
  const texts = values.map(({ plan }) => JSON.stringify(plan.reading.ir.settings[name]));
  if (texts.every((text) => text === texts[0])) {
    if (base.form === undefined || isNone(name, base.plan.reading.ir.settings[name]))
      return undefined;
    return settingProperty(name, base.form, { plan: base.plan, constants });
  }
  const textOf = (at: number) => texts[at] ?? "";
  const value = ({ plan, form }: (typeof values)[number]): Doc =>
    form === undefined ? "undefined" : settingValue(name, form, { plan, constants });
  // A property cannot be undefined; it can only be absent.
  if (values.some(({ form }) => form === undefined)) {
    const object = (at: number): Doc => {
      const one = values[at] ?? base;
      return one.form === undefined ? "{}" : bracketed("{", [[`${name}: `, value(one)]], "}", " ");
    };
    return ["...(", group(decide(conditions, branches, textOf, object)), ")"];
  }
  const decided = group(decide(conditions, branches, textOf, (at) => value(values[at] ?? base)));
  // A bare question stands behind the name, a comparison below it, as formatters have it.
  const isBare = !/^[^?]* === /.test(layOut(decided, Number.POSITIVE_INFINITY));
  return isBare ? [`${name}: `, decided] : group(`${name}:`, indent(line, decided));
}

/** A setting without its default has no type for the empty text. */
export function isNone(name: SettingName, value: SettingValue | undefined): boolean {
  return (
    value === "" &&
    (name === "pkg_scaffolding" ||
      name === "pkg_shutdown_signal" ||
      name === "pkg_type" ||
      name === "pkg_shutdown_timeout_sec")
  );
}

/** A choice between what the branches have, by the conditions that hold in each. */
function decide(
  conditions: readonly Condition[],
  branches: readonly Branch[],
  textOf: (at: number) => string,
  code: (at: number) => Doc,
): Doc {
  const [condition, ...others] = conditions;
  const all = branches.map((branch, at) => ({ ...branch, at }));
  const go = (rest: readonly Condition[], left: typeof all): Doc => {
    const [first] = left;
    if (first === undefined) return "undefined";
    const [next, ...more] = rest;
    if (next === undefined || left.every(({ at }) => textOf(at) === textOf(first.at))) {
      return indent(code(first.at));
    }
    const where = left.filter(({ scenario }) => scenario.holds.has(next));
    const elsewhere = left.filter(({ scenario }) => !scenario.holds.has(next));
    if (where.length === 0) return go(more, elsewhere);
    const same = where.every(({ at }, index) => textOf(at) === textOf(elsewhere[index]?.at ?? -1));
    if (same) return go(more, elsewhere);
    return [
      conditionCode(next),
      indent(line, "? ", go(more, where), line, ": ", go(more, elsewhere)),
    ];
  };
  return condition === undefined ? code(0) : go([condition, ...others], all);
}
