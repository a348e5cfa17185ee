/** What a plan sets, with the words that it uses for it where they amount to the same. */
import type { Assignment } from "unbash";
import {
  isSettingName,
  type SettingName,
  type SettingSpec,
  type SettingValue,
  settings,
  type VariableSpec,
  variables,
} from "../../ir/index.ts";
import type { Remarks } from "../reading/comments.ts";
import {
  assignments,
  elementsOf,
  findAssignment,
  type Item,
  type Outline,
} from "../reading/outline.ts";
import type { Reading } from "../reading/reading.ts";
import type { Unsettled } from "../reading/unsettled.ts";
import { amountOf, type Expression, expressionOf, namesIn } from "./expression.ts";

/** A text, and the expression that makes it. */
export interface TextForm {
  readonly kind: "text";
  readonly value: string;
  /** Its names have values that amount to the text. */
  readonly expression: Expression;
}

/** One item of a list with its comments. */
export interface ItemForm extends TextForm {
  readonly remarks?: Remarks;
  readonly trailing?: string;
}

export type Form =
  | TextForm
  | { readonly kind: "list"; readonly items: readonly ItemForm[]; readonly tail?: Remarks }
  | { readonly kind: "map"; readonly entries: readonly (readonly [string, ItemForm])[] };

/** Stands for the name while a plan.sh is loaded. */
const placeholder = variables.pkg_svc_path.loading.split("/").at(-1) ?? "";

/** A plan in one environment, with its text. */
export interface PlanText {
  readonly reading: Reading;
  readonly outline: Outline;
  readonly unsettled: Unsettled;
}

/** The form of a setting; nothing where only running the plan shows its value. */
export function settingForm(plan: PlanText, name: SettingName): Form | undefined {
  const { ir } = plan.reading;
  const value = ir.settings[name];
  const span = ir.spans[name]?.[0];
  if (value === undefined) return undefined;
  const found = span === undefined ? undefined : findAssignment(plan.outline, span);
  const spec: SettingSpec = settings[name];
  return shaped(formOf(plan, value, found), spec.type);
}

/** The form of a variable of the plan's own; nothing where its value is not known. */
export function ownForm(plan: PlanText, name: string): Form | undefined {
  const value = plan.reading.variables.get(name)?.value;
  if (value === undefined) return undefined;
  const all = plan.outline.items.flatMap((item) =>
    assignments(item.node).flatMap((node) => (node.name === name ? [{ item, node }] : [])),
  );
  const form = formOf(plan, value, all.length === 1 ? all[0] : undefined);
  return form.kind === "text" ? steady(plan, form) : form;
}

/** A text that does not follow what callbacks make of the settings that it was made of. */
function steady({ unsettled }: PlanText, form: TextForm): TextForm {
  const isSteady = namesIn(form.expression).every((name) => !unsettled.assigned.has(name));
  return isSteady ? form : { ...form, expression: [{ kind: "text", text: form.value }] };
}

/** In bash a text is a list of one, and a list where a text is needed is its first item. */
function shaped(form: Form, type: SettingSpec["type"]): Form {
  if (type === "list" && form.kind === "text") return { kind: "list", items: [form] };
  if (type === "string" && form.kind === "list") {
    return form.items[0] ?? { kind: "text", value: "", expression: [] };
  }
  return form;
}

interface Found {
  readonly item: Item;
  readonly node: Assignment;
}

function formOf(plan: PlanText, value: SettingValue, found: Found | undefined): Form {
  const node = found?.node.append || found?.node.index ? undefined : found?.node;
  if (typeof value === "string") {
    const expression = node?.value.type === "Word" ? expressionOf(node.value) : undefined;
    return textForm(plan, value, expression);
  }
  if (!Array.isArray(value)) {
    return {
      kind: "map",
      entries: Object.entries(value).map(([key, text]) => [key, textForm(plan, text, undefined)]),
    };
  }
  const array = node?.value.type === "ArrayValue" ? node.value : undefined;
  if (found === undefined || array === undefined || array.elements.length !== value.length) {
    return { kind: "list", items: value.map((text) => textForm(plan, text, undefined)) };
  }
  const { elements, tail } = elementsOf(found.item.source, array);
  const items = elements.map(({ word, remarks, trailing }, at) => ({
    ...textForm(plan, value[at] ?? "", expressionOf(word)),
    remarks,
    ...(trailing === undefined ? {} : { trailing }),
  }));
  return { kind: "list", items, tail };
}

function textForm(plan: PlanText, value: string, expression: Expression | undefined): TextForm {
  const name = plan.reading.ir.settings.pkg_name ?? "";
  const text = value.replaceAll(placeholder, name);
  const kept = expression !== undefined && says(plan, expression, value) ? expression : undefined;
  return { kind: "text", value: text, expression: kept ?? [{ kind: "text", text }] };
}

function says(plan: PlanText, expression: Expression, value: string): boolean {
  if (namesIn(expression).length === 0) return false;
  const isSaid = expression.every(
    (piece) =>
      piece.kind !== "name" ||
      piece.change.fallback === undefined ||
      isEnvironment(plan.reading, piece.name),
  );
  const known = (name: string, fallback = "") =>
    isEnvironment(plan.reading, name) ? fallback : knownText(plan.reading, name);
  return isSaid && amountOf(expression, known) === value;
}

/** Whether only the environment can hold a variable that the plan reads while it is loaded. */
export function isEnvironment({ ir, variables: own, given }: Reading, name: string): boolean {
  return ir.reads.includes(name) && !own.has(name) && !given.has(name);
}

/** What a name holds while the plan is loaded, where a plan.ts can say the same. */
export function knownText(reading: Reading, name: string): string | undefined {
  if (isSettingName(name)) {
    if (name === "pkg_version" && reading.functions.has("pkg_version")) return undefined;
    const value = reading.ir.settings[name];
    return typeof value === "string" ? value : undefined;
  }
  const own = reading.variables.get(name);
  if (own !== undefined) return typeof own.value === "string" ? own.value : undefined;
  return isToldAtLoading(name) ? reading.given.get(name) : undefined;
}

/** Whether a plan.ts can read a variable while it is loaded. */
export function isToldAtLoading(name: string): boolean {
  const spec = (variables as Readonly<Record<string, VariableSpec>>)[name];
  return spec !== undefined && spec.exported === undefined;
}
