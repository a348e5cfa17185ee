import { runInNewContext } from "node:vm";
import {
  type SettingGroup,
  type SettingName,
  type SettingSpec,
  settingNames,
  settings,
} from "../../../compiler/ir/index.ts";
import { code, list, page } from "./markdown.ts";

const groups: Record<SettingGroup, string> = {
  general: "About the package",
  build: "Building and depending",
  service: "Running as a service",
  composite: "Composite packages",
};

const parts = { string: "Form", list: "Each item", map: "Each value" };

const shapes = { string: "a text", list: "a list of texts", map: "a map from texts to texts" };

/** @returns The page of the settings. */
export function settingsPage(): string {
  const entries = Object.entries(groups).flatMap(([group, heading]) => [
    `## ${heading}`,
    ...settingNames.filter((name) => settings[name].group === group).map(settingEntry),
  ]);
  return page(
    "Settings",
    "compiler/ir/settings.ts",
    "What a plan may set, under the one name it has in a `plan.sh`, a `plan.ts` and the IR.",
    entries,
  );
}

function settingEntry(name: SettingName): string {
  const spec: SettingSpec = settings[name];
  return [
    `### ${name}`,
    spec.doc,
    list([
      `Value: ${shapes[spec.type]}`,
      spec.keyRule && `Each key: ${spec.keyRule.expected}`,
      spec.rule && `${parts[spec.type]}: ${spec.rule.expected}`,
      `Default: ${defaultDoc(spec)}`,
      spec.required && `Required: ${spec.required}`,
    ]),
    code("ts", `${name}: ${spec.example},`),
    code("bash", `${name}=${bashValue(spec.example)}`),
  ].join("\n\n");
}

function defaultDoc(spec: SettingSpec): string {
  if (spec.defaultDoc !== undefined) return spec.defaultDoc;
  const { default: value } = spec;
  return typeof value === "string" && value !== "" ? `\`${value}\`` : "none";
}

/** The bash form of an example, which the table holds as TypeScript. */
function bashValue(example: string): string {
  const value: unknown = runInNewContext(`(${example})`);
  const quoted = (text: unknown) =>
    /^[\w./:@-]+$/.test(`${text}`) ? `${text}` : `"${`${text}`.replaceAll(/["$`\\]/g, "\\$&")}"`;
  if (Array.isArray(value)) return `(${value.map(quoted).join(" ")})`;
  if (typeof value !== "object" || value === null) return quoted(value);
  return `([${Object.entries(value)
    .map(([key, item]) => `${key}]=${quoted(item)}`)
    .join(" [")})`;
}
