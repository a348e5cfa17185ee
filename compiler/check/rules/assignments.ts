/** `pkg_name = "x"`: bash takes the name for a command, and the setting gets nothing. */
import type { Assignment, Word } from "unbash";
import { type SourceText, spanOf } from "../../bash/text/source-text.ts";
import { type Diagnostic, isSettingName } from "../../ir/index.ts";
import { finding, type Rule } from "../context.ts";
import type { PlacedCall } from "../plan-text.ts";

export const assignmentsRule: Rule = ({ calls }) =>
  calls.flatMap((call) => spacedName(call) ?? spacedValue(call) ?? []);

/** `name = value` and `name =value`: a call of a command with the name of a setting. */
function spacedName({ name, nameAt, node, script }: PlacedCall): Diagnostic[] | undefined {
  const [sign, value, ...others] = node.suffix;
  if (!isSettingName(name) || sign?.type !== "Word" || !/^\+?=/.test(sign.text)) return undefined;
  const isAlone = /^\+?=$/.test(sign.text);
  const rest = isAlone ? value : sign;
  const isWhole = isAlone ? others.length === 0 : value === undefined;
  const start = isAlone && rest !== undefined ? rest.pos : sign.pos;
  const text = isAlone ? sign.text : "";
  return describe(script.source, {
    name,
    at: { pos: nameAt.pos, end: node.end },
    gap: isWhole ? { pos: nameAt.end, end: start, text } : undefined,
  });
}

/** `name= value`: a call of the value, with an empty setting for as long as it runs. */
function spacedValue({ node, nameAt, script }: PlacedCall): Diagnostic[] | undefined {
  const last = node.prefix.at(-1);
  if (last?.type !== "Assignment" || !isSettingName(last.name) || !isEmpty(last)) return undefined;
  const isWhole = node.suffix.length === 0;
  return describe(script.source, {
    name: last.name,
    at: { pos: last.pos, end: node.end },
    gap: isWhole ? { pos: last.end, end: nameAt.pos, text: "" } : undefined,
  });
}

function isEmpty({ value }: Assignment): boolean {
  return value.type !== "ArrayValue" && (value as Word).text === "";
}

interface Spaced {
  readonly name: string;
  readonly at: { readonly pos: number; readonly end: number };
  /** What lies between the name and the value, and what is to stand there. */
  readonly gap: { readonly pos: number; readonly end: number; readonly text: string } | undefined;
}

function describe(source: SourceText, { name, at, gap }: Spaced): Diagnostic[] {
  const title = "take the white space out";
  return [
    finding("assignment-spaced", {
      message: `${name} is not set here: an assignment has no white space around its =`,
      hint: `write ${name}=VALUE`,
      spans: [spanOf(source, at)],
      ...(gap === undefined
        ? {}
        : { fixes: [{ title, edits: [{ span: spanOf(source, gap), text: gap.text }] }] }),
    }),
  ];
}
