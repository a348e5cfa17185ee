/** Settings of another shape than their table says: bash does not mind. */
import {
  type Diagnostic,
  isSettingName,
  type PlanIR,
  type SettingName,
  type Settings,
  type SettingType,
  type SettingValue,
  settings as specs,
} from "../ir/index.ts";
import { finding } from "./context.ts";

/** @returns The plan with every setting in its own shape: what a build makes of it. */
export function withDeclaredTypes(ir: PlanIR): PlanIR {
  const entries = Object.entries(ir.settings).map(([name, value]): [string, SettingValue] => [
    name,
    isSettingName(name) ? converted(value, specs[name].type) : value,
  ]);
  return { ...ir, settings: Object.fromEntries(entries) as Settings };
}

/** What is lost that way. */
export function checkSettingTypes(ir: PlanIR): Diagnostic[] {
  return Object.entries(ir.settings).flatMap(([name, value]: [string, SettingValue]) => {
    if (!isSettingName(name)) return [];
    const { type } = specs[name];
    const isLost =
      (type === "map" && shapeOf(value) !== "map" && itemsOf(value).some(Boolean)) ||
      (type !== "map" && shapeOf(value) === "map") ||
      (type === "string" && itemsOf(value).length > 1);
    return isLost ? [lost(ir, name)] : [];
  });
}

function lost(ir: PlanIR, name: SettingName): Diagnostic {
  const { type } = specs[name];
  return finding("setting-type", {
    message: `${name} must be ${{ string: "a text", list: "a list", map: "a map" }[type]}`,
    hint: `write it as in ${name}=${{ string: "text", list: "(item item)", map: '([key]="value")' }[type]}`,
    spans: ir.spans[name]?.slice(0, 1) ?? [],
  });
}

/** `"${name[@]}"` of a text is that text, `$name` of a list its first item. */
function converted(value: SettingValue, type: SettingType): SettingValue {
  if (shapeOf(value) === type) return value;
  if (type === "map") return {};
  const items = itemsOf(value);
  return type === "list" ? items.filter(Boolean) : (items[0] ?? "");
}

function shapeOf(value: SettingValue): SettingType {
  return typeof value === "string" ? "string" : Array.isArray(value) ? "list" : "map";
}

function itemsOf(value: SettingValue): string[] {
  return typeof value === "string" ? [value] : Object.values(value);
}
