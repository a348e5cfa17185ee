/** A variable of the plan's own as an assignment in a text of bash. */
import type { Assignment, Word } from "unbash";
import type { SettingValue } from "../../ir/index.ts";
import { templateText } from "../layout/literals.ts";
import { assignments } from "../reading/outline.ts";
import { expressionOf, namesIn } from "../values/expression.ts";
import { ownForm, type PlanText, type TextForm } from "../values/form.ts";
import type { Constants } from "../values/names.ts";
import { nodeText } from "./bash-body.ts";

/** The variable, and what it holds when the plan is loaded. */
interface Carried {
  readonly name: string;
  readonly value: SettingValue;
  readonly exported: boolean;
}

interface World {
  readonly plan: PlanText;
  readonly constants: Constants;
}

/** The assignment, made of the constant where there is one, else as the plan has it. */
export function variableText({ plan, constants }: World, carried: Carried): string {
  const { name, value, exported } = carried;
  const constant = constants.get(name);
  const isText = typeof value === "string";
  const head = `    ${exported ? "export " : ""}`;
  if (constant !== undefined)
    return `${head}${name}=${isText ? "" : "("}\${${constant}}${isText ? "" : ")"}`;
  if (!isText && !Array.isArray(value)) {
    const entries = Object.entries(value).map(([key, text]) => `[${quote(key)}]=${quote(text)}`);
    return `    declare -gA ${name}=(${templateText(entries.join(" "))})`;
  }
  const source = sourceText(plan, name);
  if (source !== undefined) return head + source.trimStart();
  const words = isText ? quote(value) : `(${value.map(quote).join(" ")})`;
  return `${head}${name}=${templateText(words)}`;
}

/** The assignment as the plan has it, where it still says the same when a callback runs. */
export function sourceText(plan: PlanText, name: string): string | undefined {
  const form = ownForm(plan, name);
  const all = plan.outline.items.flatMap(({ source, node }) =>
    assignments(node).flatMap((one) => (one.name === name ? [{ source, one }] : [])),
  );
  const [only] = all;
  if (form === undefined || form.kind === "map" || all.length !== 1 || only === undefined)
    return undefined;
  const { source, one } = only;
  const items: readonly TextForm[] = form.kind === "text" ? [form] : form.items;
  const words = wordsOf(one);
  const stays =
    words.length === items.length && words.every((word, at) => staysSame(word, items[at]));
  return stays ? nodeText(source, one, 4) : undefined;
}

function wordsOf({ value, append, index }: Assignment): readonly Word[] {
  if (append || index !== undefined) return [];
  return value.type === "Word" ? [value] : value.elements;
}

/** Whether a word is plain, or made of names that hold the same when a callback runs. */
function staysSame(word: Word, form: TextForm | undefined): boolean {
  const expression = expressionOf(word);
  if (expression === undefined || form === undefined) return false;
  const isBare =
    word.parts?.some(({ type }) => type === "Glob" || type === "BraceExpansion") ?? false;
  return !isBare && namesIn(expression).length === namesIn(form.expression).length;
}

function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
