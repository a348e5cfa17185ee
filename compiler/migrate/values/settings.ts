/** The settings of a plan as properties. */

import deprecatedIds from "spdx-license-ids/deprecated.json" with { type: "json" };
import licenseIds from "spdx-license-ids/index.json" with { type: "json" };
import type { SettingName } from "../../ir/index.ts";
import { bracketed, type Doc, group, hardline, indent, line } from "../layout/doc.ts";
import { objectKey, stringLiteral, textLiteral } from "../layout/literals.ts";
import type { Remarks } from "../reading/comments.ts";
import { codeOf, plainText, textProperty } from "./code.ts";
import type { Form, ItemForm, PlanText, TextForm } from "./form.ts";
import {
  type CodePiece,
  type Constants,
  constantPieces,
  openPieces,
  takesFunction,
} from "./names.ts";

/** What settings are written with. */
export interface Writing {
  readonly plan: PlanText;
  readonly constants: Constants;
}

/** `name: value` of a setting. */
export function settingProperty(name: SettingName, form: Form, writing: Writing): Doc {
  if (form.kind === "text") return textSetting(name, form, writing);
  return [`${name}: `, settingValue(name, form, writing)];
}

/** The value of a setting, without functions of other settings. */
export function settingValue(name: SettingName, form: Form, writing: Writing): Doc {
  switch (form.kind) {
    case "text":
      return name === "pkg_shutdown_timeout_sec" && /^(0|[1-9]\d{0,8})$/.test(form.value)
        ? form.value
        : codeOf(closed(form, writing));
    case "list":
      return list(form, (item) => itemCode(name, item, writing));
    case "map": {
      const entries = form.entries.map(([key, item]) => [
        objectKey(key),
        ": ",
        mapValue(name, item, writing),
      ]);
      return bracketed("{", entries, "}", " ");
    }
  }
}

function textSetting(name: SettingName, form: TextForm, writing: Writing): Doc {
  const constant = writing.constants.get(name);
  if (constant !== undefined) return constant === name ? name : `${name}: ${constant}`;
  if (!takesFunction(name)) return [`${name}: `, settingValue(name, form, writing)];
  const { plan, constants } = writing;
  let isFunction = false;
  const code = (other: string) => {
    if (plan.reading.variables.has(other)) return undefined;
    isFunction = true;
    return `pkg.${other}`;
  };
  const pieces = openPieces(form.expression, plan, constants, code);
  if (pieces === undefined) return textProperty(name, [{ kind: "text", text: form.value }]);
  if (!isFunction) return textProperty(name, pieces);
  return group(`${name}: (pkg) =>`, group(indent(line, codeOf(pieces))));
}

/** The pieces of a text of which every name is a constant, or the text as it is. */
export function closed(
  form: TextForm,
  { constants }: Pick<Writing, "constants">,
): readonly CodePiece[] {
  return constantPieces(form.expression, constants) ?? [{ kind: "text", text: form.value }];
}

function itemCode(name: SettingName, item: ItemForm, writing: Writing): Doc {
  const pieces = closed(item, writing);
  if (name !== "pkg_license") return codeOf(pieces);
  const license = plainText(pieces) ?? "";
  if (isLicense(license)) return stringLiteral(license);
  const text = license.includes("\n") ? textLiteral(license) : stringLiteral(license);
  return group("customLicense", bracketed("(", [text], ")"));
}

/** Several words of a bind map are a list. */
function mapValue(name: SettingName, item: ItemForm, writing: Writing): Doc {
  const words = item.value.trim().split(/\s+/);
  if (name !== "pkg_bind_map" || words.length < 2) return codeOf(closed(item, writing));
  return bracketed("[", words.map(stringLiteral), "]");
}

const licenses: ReadonlySet<string> = new Set([
  ...licenseIds,
  ...deprecatedIds,
  ...deprecatedIds.map((id) => `${id}+`),
]);

/** Whether a text is a licence for the type of `pkg_license`. */
function isLicense(text: string): boolean {
  return licenses.has(text) || / (AND|OR|WITH) /.test(text) || text.startsWith("LicenseRef-");
}

/** A list with the comments of its items. */
export function list(form: Form & { kind: "list" }, code: (item: ItemForm) => Doc): Doc {
  const tail = form.tail?.lines ?? [];
  const plain = form.items.every(
    ({ remarks, trailing }) => !remarks?.lines.length && trailing === undefined,
  );
  if (plain && tail.length === 0) return bracketed("[", form.items.map(code), "]");
  const lines: Doc[] = [];
  for (const item of form.items) {
    lines.push(...remarkLines(item.remarks));
    const trailing = item.trailing === undefined ? "" : ` ${item.trailing}`;
    lines.push([hardline, code(item), ",", trailing]);
  }
  for (const text of tail) lines.push(text === "" ? "" : [hardline, text]);
  return group("[", indent(lines), hardline, "]");
}

function remarkLines(remarks: Remarks | undefined): Doc[] {
  const lines = remarks?.lines ?? [];
  const blank: Doc[] = remarks?.blank ? [hardline] : [];
  return [...blank, ...lines.map((text): Doc => (text === "" ? hardline : [hardline, text]))];
}
