/** The text of a new plan.ts. */
import { type CallbackName, type SettingName, type Settings, usesNetwork } from "../ir/index.ts";
import { bracketed, type Doc, hardline, indent, layOut } from "../migrate/layout/doc.ts";
import {
  objectKey,
  property,
  stringLiteral,
  templateText,
  textLiteral,
} from "../migrate/layout/literals.ts";
import {
  aroundVersion,
  callbacksOf,
  entries,
  isRemark,
  type NewPlan,
  placeholder,
  type Value,
  wishRemark,
} from "./plan-parts.ts";

/** @returns A `plan.ts`, laid out as formatters of TypeScript do. */
export function typescriptPlan({ draft, wishes }: NewPlan): string {
  const fetches = callbacksOf(draft).some(([, commands]) => commands.some(usesNetwork));
  const all: Settings = { ...draft.settings, ...(fetches ? { pkg_network: "on" } : {}) };
  const settings = entries(all).map(([name, value]) => [hardline, setting(name, value, all), ","]);
  const remarks = entries(wishes).map(([name, value]) => [
    hardline,
    `// ${name}: ${JSON.stringify(value).replaceAll(",", ", ")},`,
  ]);
  const head: Doc = remarks.length === 0 ? "" : [hardline, `// ${wishRemark}`, ...remarks];
  const callbacks = callbacksOf(draft).map(([name, commands]) => [
    hardline,
    hardline,
    method(name, commands),
  ]);
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

function setting(name: SettingName, value: Value, all: Settings): Doc {
  const parts = aroundVersion(name, value, all).map(templateText);
  const isLong = typeof value === "string" && value.length > 60;
  if (parts.length < 2) return property(name, literal(value), isLong);
  return property(name, `(pkg) => \`${parts.join("${pkg.pkg_version}")}\``, isLong);
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
  const shell = commands.every(isRemark) ? [] : ["$"];
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
