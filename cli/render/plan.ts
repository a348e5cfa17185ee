/** A PlanIR as text for people. */
import {
  type PlanIR,
  type SettingName,
  type SettingValue,
  settingNames,
} from "../../compiler/ir/index.ts";
import { placeText } from "./diagnostics/text.ts";
import { visible } from "./display.ts";
import { type Palette, palette } from "./palette.ts";

/**
 * @returns The settings in the order of the reference, those that are dynamic with the reason,
 *   then the functions. It reads like YAML, and quotes what YAML would.
 */
export function planText(
  ir: PlanIR,
  { cwd, colours }: { readonly cwd: string; readonly colours: boolean },
): string {
  const paint = palette(colours);
  const names = settingNames.filter(
    (name) => ir.settings[name] !== undefined || ir.dynamic[name] !== undefined,
  );
  const rows = names.map((name) => settingText(ir, name, { cwd, paint }));
  const functions = Object.entries(ir.callbacks).map(([name, { language, span }]) => {
    const place = span === undefined ? "" : ` ${placeText(span, cwd)}`;
    return `  ${name}: ${paint.dim(`${language}${place}`)}\n`;
  });
  return [
    paint.dim(`# ${visible(ir.plan.file)}\n`),
    ...rows,
    ...(functions.length === 0 ? [] : [`${paint.cyan("callbacks")}:\n`, ...functions]),
    listText("reads", ir.reads, paint),
    listText("files", ir.files, paint),
  ].join("");
}

function settingText(
  ir: PlanIR,
  name: SettingName,
  { cwd, paint }: { readonly cwd: string; readonly paint: Palette },
): string {
  const dynamic = ir.dynamic[name];
  if (dynamic !== undefined) {
    const reason = visible(dynamic.reason);
    const mark = paint.yellow(`# dynamic: ${reason} (${placeText(dynamic.span, cwd)})`);
    return `${paint.cyan(name)}: ${mark}\n`;
  }
  return `${paint.cyan(name)}:${valueText(ir.settings[name] ?? "")}`;
}

function valueText(value: SettingValue): string {
  if (typeof value === "string") return ` ${scalar(value)}\n`;
  if (Array.isArray(value))
    return lines(
      value.map((item) => `- ${scalar(item)}`),
      "[]",
    );
  const pairs = Object.entries(value).map(([key, item]) => `${scalar(key)}: ${scalar(item)}`);
  return lines(pairs, "{}");
}

function listText(name: string, items: readonly string[], paint: Palette): string {
  return items.length === 0 ? "" : `${paint.cyan(name)}:${valueText([...items])}`;
}

function lines(items: readonly string[], empty: string): string {
  return items.length === 0 ? ` ${empty}\n` : `\n${items.map((item) => `  ${item}\n`).join("")}`;
}

/** Plain where YAML would read the same text back, else quoted as JSON, which YAML contains. */
function scalar(text: string): string {
  const isPlain = /^[A-Za-z/$][\w./:$@+=~,(){}|*' -]*$/.test(text) && !/: |\s$|:$/.test(text);
  const isWord = /^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  const isVersion = /^\d+(?:\.\d+){2,}$/.test(text);
  return (isPlain && !isWord) || isVersion ? text : visible(JSON.stringify(text));
}
