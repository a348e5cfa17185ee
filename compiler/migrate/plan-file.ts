/** The whole text of a plan.ts. */
import { basename, relative } from "node:path";
import { isSettingName, type SettingName, type SettingValue, settingNames } from "../ir/index.ts";
import { type CallbackProperties, callbackProperties } from "./callbacks/properties.ts";
import { type Doc, group, hardline, indent, join, layOut, line } from "./layout/doc.ts";
import { joinRemarks, noRemarks, type Remarks } from "./reading/comments.ts";
import { type Item, type Outline, outlineOf } from "./reading/outline.ts";
import {
  type Condition,
  conditionCode,
  type Scenario,
  type Scenarios,
} from "./reading/scenarios.ts";
import { codeOf, textConstant } from "./values/code.ts";
import { type Form, ownForm, type PlanText, settingForm } from "./values/form.ts";
import { type Constants, createConstants } from "./values/names.ts";
import { closed, list, settingProperty, settingValue } from "./values/settings.ts";

/** A plan.ts, and what its author has to do by hand. */
export interface PlanFile {
  readonly text: string;
  /** Settings whose value only running the plan shows. */
  readonly dynamic: readonly SettingName[];
  readonly callbacks: CallbackProperties;
}

interface Branch {
  readonly scenario: Scenario;
  readonly plan: PlanText;
}

export function planFile(scenarios: Scenarios): PlanFile {
  const branches = scenarios.all.map(
    (scenario): Branch => ({
      scenario,
      plan: { reading: scenario.reading, outline: outlineOf(scenario.reading) },
    }),
  );
  const [base] = branches;
  if (base === undefined) throw new RangeError("a plan that was never read");
  const constants = createConstants(base.plan);
  const names = orderedSettings(branches);
  // Whatever needs a constant asks for it in the first round; the second one uses all.
  settingDocs(names, branches, constants, scenarios.conditions);
  const callbacks = callbackProperties(base.plan, constants);
  const settings = settingDocs(names, branches, constants, scenarios.conditions);
  const properties: Property[] = [];
  const computesVersion = callbacks.properties.some(({ name }) => name === "pkg_version");
  for (const [name, doc] of settings) {
    // The callback of that name stands in its place.
    if (name === "pkg_version" && computesVersion) continue;
    properties.push({ doc, ...remarksOf(base.plan, branches, name), isCallback: false });
  }
  for (const { name, doc } of callbacks.properties) {
    properties.push({ doc, ...functionRemarks(base.plan, name), isCallback: true });
  }
  const { outline } = base.plan;
  const body = layOut([
    constantLines(base.plan, constants),
    hardline,
    headLines(base.plan, outline.head),
    "export default definePlan({",
    indent(propertyLines(properties), tailLines(outline)),
    properties.length === 0 ? "" : hardline,
    "});",
    hardline,
  ]);
  return {
    text: importLines(callbacks, body) + body,
    dynamic: names.filter((name) => !settings.has(name)),
    callbacks,
  };
}

/** The settings in the order in which the plan sets them first. */
function orderedSettings(branches: readonly Branch[]): readonly SettingName[] {
  const set = new Set(branches.flatMap(({ plan }) => Object.keys(plan.reading.ir.spans)));
  const known: ReadonlySet<string> = new Set(settingNames);
  const isSet = (name: string) =>
    branches.some(
      ({ plan: { reading } }) => name in reading.ir.settings || name in reading.ir.dynamic,
    );
  return [...set].filter((name): name is SettingName => known.has(name) && isSet(name));
}

function settingDocs(
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
  const code = (at: number): Doc => {
    const { plan, form } = values[at] ?? base;
    if (form === undefined) return "undefined";
    return settingValue(name, form, { plan, constants });
  };
  const decided = decide(conditions, branches, (at) => texts[at] ?? "", code);
  // A bare question stands behind the name, a comparison below it, as formatters have it.
  if (!layOut(decided, Number.POSITIVE_INFINITY).includes(" === "))
    return [`${name}: `, group(decided)];
  return group(`${name}:`, indent(line, group(decided)));
}

/** A setting without its default has no type for the empty text. */
function isNone(name: SettingName, value: SettingValue | undefined): boolean {
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
    if (next === undefined || left.every(({ at }) => textOf(at) === textOf(first.at)))
      return code(first.at);
    const where = left.filter(({ scenario }) => scenario.holds.has(next));
    const elsewhere = left.filter(({ scenario }) => !scenario.holds.has(next));
    if (where.length === 0) return go(more, elsewhere);
    const same = where.every(({ at }, index) => textOf(at) === textOf(elsewhere[index]?.at ?? -1));
    if (same) return go(more, elsewhere);
    return [
      conditionCode(next),
      indent(line, "? ", indent(go(more, where)), line, ": ", indent(go(more, elsewhere))),
    ];
  };
  return condition === undefined ? code(0) : go([condition, ...others], all);
}

interface Property {
  readonly doc: Doc;
  readonly remarks: Remarks;
  readonly trailing?: string;
  readonly isCallback: boolean;
}

function propertyLines(properties: readonly Property[]): Doc {
  return properties.map(({ doc, remarks, trailing, isCallback }, at): Doc => {
    const blank = at > 0 && (isCallback || remarks.blank || remarks.lines.length > 2);
    const text = layOut(doc, 100, 2);
    const fits =
      trailing !== undefined && !text.includes("\n") && text.length + trailing.length < 97;
    const above = trailing === undefined || fits ? remarks.lines : [...remarks.lines, trailing];
    return [
      ...(blank ? [hardline] : []),
      ...above.map((one): Doc => (one === "" ? hardline : [hardline, one])),
      hardline,
      doc,
      ",",
      ...(fits ? [` ${trailing}`] : []),
    ];
  });
}

function tailLines({ tail }: Outline): Doc {
  if (tail.lines.length === 0) return "";
  return [hardline, ...tail.lines.map((one): Doc => (one === "" ? hardline : [hardline, one]))];
}

function headLines({ reading }: PlanText, head: Remarks): Doc {
  const folder = reading.ir.plan.context;
  const sourced = reading.ir.files
    .filter((file) => basename(file).endsWith(".sh"))
    .map((file) => relative(folder, file));
  const note =
    sourced.length === 0 ? [] : [`// With what the plan.sh took from ${sourced.join(", ")}.`];
  const lines = [...head.lines, ...note];
  if (lines.length === 0) return "";
  return [join(hardline, lines), hardline];
}

function importLines({ properties }: CallbackProperties, body: string): string {
  const names = [
    ...(properties.some(({ usesBash }) => usesBash) ? ["bash"] : []),
    ...(body.includes("customLicense(") ? ["customLicense"] : []),
    "definePlan",
  ];
  const files = new Set(properties.flatMap(({ imports }) => [...imports]));
  const node =
    files.size === 0 ? "" : `import { ${[...files].sort().join(", ")} } from "node:fs/promises";\n`;
  return `${node}import { ${names.join(", ")} } from "habc";\n`;
}

function constantLines(plan: PlanText, constants: Constants): Doc {
  const lines: Doc[] = [];
  for (const [name, constant] of constants.wanted) {
    const form = isSettingName(name) ? settingForm(plan, name) : ownForm(plan, name);
    if (form === undefined) continue;
    for (const remark of itemRemarks(plan, name))
      lines.push(remark === "" ? hardline : [remark, hardline]);
    lines.push(constantDoc(constant, form, plan, constants), hardline);
  }
  return lines.length === 0 ? "" : [hardline, ...lines];
}

function constantDoc(constant: string, form: Form, plan: PlanText, constants: Constants): Doc {
  if (form.kind === "text") return textConstant(constant, closed(form, { constants }));
  if (form.kind === "list") {
    return group(
      `const ${constant} = `,
      list(form, (item) => codeOf(closed(item, { constants }))),
      ";",
    );
  }
  return [`const ${constant} = `, settingValue("pkg_exports", form, { plan, constants }), ";"];
}

/** The comments of the places that set a setting. */
function remarksOf(base: PlanText, branches: readonly Branch[], name: SettingName) {
  const items = new Map<string, Item>();
  for (const { plan } of branches) {
    for (const span of plan.reading.ir.spans[name] ?? []) {
      const item = itemAt(base.outline, span.file, span.start.line, span.start.column);
      if (item !== undefined) items.set(`${item.source.file}:${item.node.pos}`, item);
    }
  }
  return joined(
    [...items.values()].sort(
      (a, b) => base.outline.items.indexOf(a) - base.outline.items.indexOf(b),
    ),
  );
}

function functionRemarks(plan: PlanText, name: string) {
  const fn = plan.reading.functions.get(name);
  const item = plan.outline.items.find(
    ({ source, node }) =>
      source.file === fn?.source.file && fn.node.pos >= node.pos && fn.node.end <= node.end,
  );
  return item === undefined ? { remarks: noRemarks } : joined([item]);
}

function itemRemarks(plan: PlanText, name: string): readonly string[] {
  if (isSettingName(name)) return [];
  const item = plan.outline.items.find(({ node, source }) =>
    new RegExp(`^(export\\s+|readonly\\s+|declare\\s+)?${name}\\+?=`).test(
      source.text.slice(node.pos, node.end),
    ),
  );
  return item?.remarks.lines ?? [];
}

function joined(items: readonly Item[]): { remarks: Remarks; trailing?: string } {
  const remarks = items.map((item) => item.remarks).reduce(joinRemarks, noRemarks);
  const trailing = items.map((item) => item.trailing).findLast((one) => one !== undefined);
  const [first] = items;
  return {
    remarks: { ...remarks, blank: first?.remarks.blank ?? false },
    ...(trailing === undefined ? {} : { trailing }),
  };
}

function itemAt(
  { items, files }: Outline,
  file: string,
  row: number,
  column: number,
): Item | undefined {
  const source = files.get(file);
  if (source === undefined) return undefined;
  const offset =
    source.text
      .split("\n")
      .slice(0, row - 1)
      .reduce((sum, text) => sum + text.length + 1, 0) +
    column -
    1;
  return items.find(
    ({ source: own, node }) => own.file === file && offset >= node.pos && offset < node.end,
  );
}
