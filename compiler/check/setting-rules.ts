/** Checks each setting against its entry in the table. */
import {
  type Diagnostic,
  type PlanIR,
  type SettingName,
  type SettingSpec,
  settings as specs,
  type TextRule,
} from "../ir/index.ts";
import { type Places, wholeSetting } from "./places.ts";
import { settingAdvice } from "./setting-advice.ts";

/** What is wrong with the settings themselves, whatever lies beside the plan. */
export function checkSettingRules(ir: PlanIR, places: Places = wholeSetting(ir)): Diagnostic[] {
  return [...missingSettings(ir), ...invalidSettings(ir, places)];
}

function missingSettings(ir: PlanIR): Diagnostic[] {
  const required: SettingName[] = ["pkg_name", "pkg_origin"];
  if (!Object.hasOwn(ir.callbacks, "pkg_version")) required.push("pkg_version");
  return required
    .filter((name) => !ir.settings[name] && ir.dynamic[name] === undefined)
    .map((name) => ({
      code: "setting-missing",
      severity: "error",
      message: `${name} is not set`,
      hint: hintFor(name),
      spans: [],
    }));
}

function hintFor(name: SettingName): string {
  const { example } = specs[name];
  switch (name) {
    case "pkg_origin":
      return `set it, as in pkg_origin=${example}, or set HAB_ORIGIN in the environment`;
    case "pkg_version":
      return `set it, as in pkg_version=${example}, or define the callback pkg_version and call update_pkg_version`;
    default:
      return `set it, as in ${name}=${example}`;
  }
}

function invalidSettings(ir: PlanIR, places: Places): Diagnostic[] {
  return (Object.entries(specs) as [SettingName, SettingSpec][]).flatMap(([name, spec]) => {
    const value = ir.settings[name];
    if (value === undefined || value === "") return [];
    // Whoever verifies by other means may write anything there.
    if (name === "pkg_shasum" && Object.hasOwn(ir.callbacks, "do_verify")) return [];
    const texts: [string, TextRule | undefined][] =
      typeof value === "string"
        ? [[value, spec.rule]]
        : Array.isArray(value)
          ? value.map((item) => [item, spec.rule])
          : Object.entries(value).flatMap(([key, text]) => [
              [key, spec.keyRule],
              [text, spec.rule],
            ]);
    return texts.flatMap(([text, rule]) =>
      rule === undefined || new RegExp(rule.pattern, "u").test(text)
        ? []
        : [invalid(places, { name, text, rule })],
    );
  });
}

function invalid(
  places: Places,
  {
    name,
    text,
    rule,
  }: { readonly name: SettingName; readonly text: string; readonly rule: TextRule },
): Diagnostic {
  return {
    code: "setting-invalid",
    severity: "error",
    message: `${name} is ${JSON.stringify(text)}`,
    hint: settingAdvice(name, text) ?? `expected ${rule.expected}`,
    spans: places(name, text),
  };
}
