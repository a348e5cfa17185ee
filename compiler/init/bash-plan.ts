/** The text of a new plan.sh. */
import type { SettingName, Settings } from "../ir/index.ts";
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

/** @returns A `plan.sh`. */
export function bashPlan({ draft, wishes }: NewPlan): string {
  const all = draft.settings ?? {};
  const settings = entries(all).map(([name, value]) => setting(name, value, all));
  const remarks = entries(wishes).map(([name, value]) => `# ${name}=${shellValue(value)}\n`);
  const callbacks = callbacksOf(draft).map(([name, commands]) => {
    const lines = commands.map((line) => `  ${shellLine(line)}\n`);
    const end = commands.every(isRemark) ? "  return 0\n" : "";
    return `\n${name}() {\n${lines.join("")}${end}}\n`;
  });
  const head = remarks.length === 0 ? [] : [`\n# ${wishRemark}\n`];
  return [...settings, ...head, ...remarks, ...callbacks].join("");
}

function setting(name: SettingName, value: Value, all: Settings): string {
  const parts = aroundVersion(name, value, all).map(shellText);
  if (parts.length < 2) return `${name}=${shellValue(value)}\n`;
  return `${name}="${parts.join("${pkg_version}")}"\n`;
}

function shellValue(value: Value): string {
  if (typeof value === "string") return shellWord(value);
  if (Array.isArray(value)) return `(${value.map(shellWord).join(" ")})`;
  const members = Object.entries(value ?? {}).map(([key, text]) => `[${key}]=${shellWord(text)}`);
  return `(${members.join(" ")})`;
}

function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `"${shellText(text)}"`;
}

/** What stands between double quotes for a text. */
function shellText(text: string): string {
  return text.replace(/[\\"$`]/g, "\\$&");
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
