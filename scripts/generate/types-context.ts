/** Makes the types of what a callback gets from the tables, with the documentation for editors. */
import {
  type CallbackSpec,
  callbackNames,
  callbacks,
  type HelperSpec,
  helperNames,
  helpers,
  type SettingName,
  type SettingSpec,
  settingNames,
  settings,
  type VariableSpec,
  variables,
} from "../../compiler/ir/index.ts";
import { comment, declare, firstLine, shellForms } from "./types-text.ts";

const contextTypes = {
  string: "string",
  list: "readonly string[]",
  map: "Readonly<Record<string, string>>",
};

function contextSetting(name: SettingName): string {
  const spec: SettingSpec = settings[name];
  return `${comment(spec.doc, `In bash: \`${shellForms[spec.type](name)}\`.`)}readonly ${name}: ${contextTypes[spec.type]};`;
}

function contextVariable(name: keyof typeof variables): string {
  const spec: VariableSpec = variables[name];
  const exported = spec.exported ? " Commands see it in their environment." : "";
  const text = comment(`${spec.doc}${exported}`, `In bash: \`${shellForms[spec.type](name)}\`.`);
  return `${text}readonly ${name}: ${contextTypes[spec.type]};`;
}

function helperMember(name: keyof typeof helpers): string {
  const spec: HelperSpec = helpers[name];
  // Properties, since the helpers are taken out of the context one by one.
  const signature = spec.typescript.replace(/\): (?=[^)]*$)/, ") => ");
  return `${comment(spec.doc, `In bash: \`${spec.usage}\`.`)}readonly ${name}: ${signature};`;
}

function defaultMembers(): string[] {
  return callbackNames.flatMap((name) => {
    const spec: CallbackSpec = callbacks[name];
    if (spec.defaultName === undefined) return [];
    const text = comment(
      `What happens when the plan does not define \`${name}\`: ${spec.defaultDoc}.`,
    );
    return `${text}readonly ${spec.defaultName}: () => Promise<void>;`;
  });
}

/** @returns The text of each generated file, by its path in the project. */
export function generate(): Record<string, string> {
  const text = [
    firstLine("compiler/ir"),
    declare(
      "KnownSettings",
      "Every setting as it is during the build, with the defaults.",
      settingNames.map(contextSetting),
    ),
    declare(
      "Variables",
      "What a build gives to a plan beside its settings. What is not known yet is empty.",
      (Object.keys(variables) as (keyof typeof variables)[]).map(contextVariable),
    ),
    declare(
      "Helpers<Dependency, RunDependency>",
      "The functions that a callback may call.",
      helperNames.map(helperMember),
    ),
    declare(
      "DefaultCallbacks",
      "What a build does where a plan defines no callback, for plans that add to it.",
      defaultMembers(),
    ),
  ].join("\n");
  return { "stdlib/generated/context.ts": text };
}
