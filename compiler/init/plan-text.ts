/** The text of a new plan, of either kind. */
import type { CallbackName, SettingName, Settings } from "../ir/index.ts";
import { callbackNames, settingNames } from "../ir/index.ts";
import { bracketed, type Doc, hardline, indent, layOut } from "../migrate/layout/doc.ts";
import { objectKey, property, stringLiteral, textLiteral } from "../migrate/layout/literals.ts";
import type { Draft } from "./kind.ts";

/** A plan that is to be written. */
export interface NewPlan {
  readonly draft: Draft;
  /** Lists of packages that it may need and that are not known here: they become remarks. */
  readonly wishes: Pick<Settings, "pkg_deps" | "pkg_build_deps">;
}

type Value = Settings[SettingName];

const placeholder = /\{([A-Za-z_]+)\}/g;

const wishRemark = "To declare when the package store has them; until then the host's tools do:";

/** @returns A `plan.ts`, laid out as formatters of TypeScript do. */
export function typescriptPlan({ draft, wishes }: NewPlan): string {
  const settings = entries(draft.settings ?? {}).map(
    ([name, value]): Doc => [
      hardline,
      property(name, literal(value), typeof value === "string" && value.length > 60),
      ",",
    ],
  );
  const remarks = entries(wishes).map(
    ([name, value]): Doc => [
      hardline,
      `// ${name}: ${JSON.stringify(value).replaceAll(",", ", ")},`,
    ],
  );
  const head: Doc = remarks.length === 0 ? "" : [hardline, `// ${wishRemark}`, ...remarks];
  const callbacks = callbacksOf(draft).map(
    ([name, commands]): Doc => ["", hardline, hardline, method(name, commands)],
  );
  return layOut([
    'import { definePlan } from "habc";',
    hardline,
    hardline,
    "export default definePlan({",
    indent(...settings, head, ...callbacks),
    hardline,
    "});",
    hardline,
  ]);
}

function literal(value: Value): Doc {
  if (typeof value === "string") return textLiteral(value);
  if (Array.isArray(value)) return bracketed("[", value.map(stringLiteral), "]");
  const members = Object.entries(value ?? {}).map(([key, text]) =>
    property(objectKey(key), stringLiteral(text), false),
  );
  return bracketed("{", members, "}", " ");
}

function method(name: CallbackName, commands: readonly string[]): Doc {
  const used = commands.flatMap((line) => [...line.matchAll(placeholder)].map(([, word]) => word));
  const shell = commands.some((line) => !isRemark(line)) ? ["$"] : [];
  const taken = [...new Set([...shell, ...used])].join(", ");
  const lines = commands.map((line): Doc => [hardline, statement(line)]);
  const head = taken === "" ? `${name}() {` : `async ${name}({ ${taken} }) {`;
  return [head, indent(...lines), hardline, "},"];
}

function statement(line: string): string {
  if (isRemark(line)) return `//${line.slice(1)}`;
  const text = line.replaceAll("`", "\\`").replaceAll("${", "\\${");
  return `await $\`${text.replace(placeholder, (_, word: string) => `\${${word}}`)}\`;`;
}

/** @returns A `plan.sh`. */
export function bashPlan({ draft, wishes }: NewPlan): string {
  const settings = entries(draft.settings ?? {}).map(
    ([name, value]) => `${name}=${shellValue(value)}\n`,
  );
  const remarks = entries(wishes).map(([name, value]) => `# ${name}=${shellValue(value)}\n`);
  const callbacks = callbacksOf(draft).map(([name, commands]) => {
    const lines = commands.map((line) => `  ${shellLine(line)}\n`);
    const end = commands.every(isRemark) ? "  return 0\n" : "";
    return `\n${name}() {\n${lines.join("")}${end}}\n`;
  });
  const head = remarks.length === 0 ? [] : [`\n# ${wishRemark}\n`];
  return [...settings, ...head, ...remarks, ...callbacks].join("");
}

function shellValue(value: Value): string {
  if (typeof value === "string") return shellWord(value);
  if (Array.isArray(value)) return `(${value.map(shellWord).join(" ")})`;
  const members = Object.entries(value ?? {}).map(([key, text]) => `[${key}]=${shellWord(text)}`);
  return `(${members.join(" ")})`;
}

function shellWord(text: string): string {
  if (/^[\w./:@%+=-]+$/.test(text)) return text;
  return `"${text.replace(/[\\"$`]/g, "\\$&")}"`;
}

/** Words with a placeholder are quoted, as its value may be anything. */
function shellLine(line: string): string {
  if (isRemark(line)) return line;
  return line.replace(/\S*\{[A-Za-z_]+\}\S*/g, (word) => {
    const [, quoted = "", glob = ""] = /^(.*?)((?:\/[^/]*[*?][^/]*)?)$/.exec(word) ?? [];
    const text = quoted.replace(placeholder, (whole, name: string, at: number) =>
      /\w/.test(quoted[at + whole.length] ?? "") ? `\${${name}}` : `$${name}`,
    );
    return `"${text}"${glob}`;
  });
}

function isRemark(line: string): boolean {
  return line.startsWith("#");
}

/** Those that are set, in the order of the table. */
function entries(settings: Settings): [SettingName, Value][] {
  return settingNames.flatMap((name): [SettingName, Value][] => {
    const value = settings[name];
    return value === undefined ? [] : [[name, value]];
  });
}

function callbacksOf({ callbacks = {} }: Draft): [CallbackName, readonly string[]][] {
  return callbackNames.flatMap((name): [CallbackName, readonly string[]][] => {
    const commands = callbacks[name];
    return commands === undefined ? [] : [[name, commands]];
  });
}
