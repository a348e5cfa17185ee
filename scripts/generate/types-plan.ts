/** Makes the types of what a plan.ts sets from the tables, with the documentation for editors. */
import {
  type CallbackName,
  type CallbackSpec,
  callbackNames,
  callbacks,
  type SettingName,
  type SettingSpec,
  settingNames,
  settings,
} from "../../compiler/ir/index.ts";
import { comment, declare, firstLine, shellForms, workingDirectory } from "./types-text.ts";

const authorTypes = {
  string: "TextSetting",
  list: "readonly string[]",
  map: "Readonly<Record<string, string>>",
};

function defaultLine(spec: SettingSpec): string {
  if (spec.defaultDoc !== undefined) return `Default: ${spec.defaultDoc}.`;
  if (spec.default === undefined) return "";
  return spec.default.length === 0 || Object.keys(spec.default).length === 0
    ? "Default: none."
    : `Default: \`${spec.default}\`.`;
}

function settingComment(name: SettingName): string {
  const spec: SettingSpec = settings[name];
  const callback = name in callbacks ? callbacks[name as CallbackName] : undefined;
  return comment(
    spec.doc,
    callback && `As a callback: ${callback.doc} ${workingDirectory(callback)}`,
    [
      ...(spec.required === undefined ? [] : [`Required ${spec.required}.`.replace(" always", "")]),
      defaultLine(spec),
      `In bash: \`${shellForms[spec.type](name)}\`.`,
    ]
      .filter((sentence) => sentence !== "")
      .join(" "),
    `@example\n${name}: ${spec.example}`,
  );
}

/** What no plan can leave out. */
const required: readonly SettingName[] = ["pkg_name", "pkg_version"];

/** What a composite plan cannot leave out. */
const requiredOfComposite: readonly SettingName[] = ["pkg_type", "pkg_services"];

function settingProperty(name: SettingName, mandatory = required): string {
  const spec: SettingSpec = settings[name];
  const optional = mandatory.includes(name) ? "" : "?";
  return `${settingComment(name)}readonly ${name}${optional}: ${spec.typescript ?? authorTypes[spec.type]};`;
}

function callbackMember(name: CallbackName): string {
  const spec: CallbackSpec = callbacks[name];
  const alone =
    spec.defaultName === undefined ? "" : ` As \`${spec.defaultName}\` in the callback's context.`;
  const text = comment(
    spec.doc,
    workingDirectory(spec),
    `When the plan does not define it: ${spec.defaultDoc}.${alone}`,
    `@example\nasync ${name}({ $ }) {\n  await $\`make\`;\n}`,
  );
  return `${text}readonly ${name}?: Callback<Context>;`;
}

const compositeOnly = settingNames.filter((name) => settings[name].group === "composite");
const packageSettings = settingNames.filter((name) => !compositeOnly.includes(name));
const about: readonly SettingName[] = [
  "pkg_name",
  "pkg_origin",
  "pkg_version",
  "pkg_maintainer",
  "pkg_license",
  "pkg_description",
  "pkg_upstream_url",
];

/** @returns The text of each generated file, by its path in the project. */
export function generate(): Record<string, string> {
  const packageMembers = packageSettings.filter((name) => !about.includes(name));
  const text = [
    firstLine("compiler/ir"),
    'import type { Callback } from "../callback.ts";',
    'import type { License } from "../license.ts";',
    'import type { BindMap, Binds, ExportOf, TextSetting } from "../setting-types.ts";',
    'import type { Signal } from "../signal.ts";\n',
    declare(
      "AboutSettings<Version>",
      "Settings of every plan: what the package is.",
      about.map((name) => settingProperty(name)),
    ),
    declare(
      "PackageSettings<RunDependencies, BuildDependencies, Exports, Scaffolding, Type>",
      "Settings of a plan that builds something.",
      [...packageMembers, "pkg_type" as const].map((name) => settingProperty(name)),
    ),
    declare(
      "CompositeSettings<Services, Type>",
      "Settings of a plan that stands for several services.",
      compositeOnly.map((name) => settingProperty(name, requiredOfComposite)),
    ),
    declare(
      "Callbacks<Context>",
      "The callbacks, in the order in which a build calls them.",
      callbackNames.filter((name) => !(name in settings)).map(callbackMember),
    ),
  ].join("\n");
  return { "stdlib/generated/plan.ts": text };
}
