/**
 * The JSON schema of the IR, made from the tables. It is published with the package as
 * `habc/plan-ir.schema.json`.
 *
 * Source of the dialect: JSON Schema draft-07, the newest that every editor reads.
 */
import { callbackNames, callbacks } from "./callbacks.ts";
import { diagnosticSpecs } from "./diagnostics/index.ts";
import { irVersion } from "./plan-ir.ts";
import type { SettingSpec, TextRule } from "./setting-spec.ts";
import { type SettingName, settingNames, settings } from "./settings.ts";

/** A JSON schema, or a part of one. */
export type JsonSchema = { readonly [keyword: string]: unknown };

const text = { type: "string" };
const texts = { type: "array", items: text };
const positive = { type: "integer", minimum: 1 };
const span = { $ref: "#/definitions/span" };
const spans = { type: "array", items: span };

/** @returns The schema that every `PlanIR` is valid against. */
export function planIrSchema(): JsonSchema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "PlanIR",
    description: "What a plan says, as `habc compile --json` prints it.",
    ...closed(
      {
        ir: { const: irVersion, description: "The format of the IR." },
        kind: { enum: ["plan.sh", "plan.ts"] },
        plan: closed({ file: text, context: text }, ["file", "context"]),
        settings: closed(perSetting(settingSchema)),
        dynamic: closed(perSetting(() => ({ $ref: "#/definitions/dynamic" }))),
        callbacks: {
          type: "object",
          properties: Object.fromEntries(
            callbackNames.map((name) => [name, documentedCallback(callbacks[name].doc)]),
          ),
          additionalProperties: callback,
        },
        spans: closed(perSetting(() => spans)),
        reads: { ...texts, description: "The environment variables that the top level reads." },
        files: { ...texts, description: "The files that were read beside the plan file." },
        diagnostics: { type: "array", items: { $ref: "#/definitions/diagnostic" } },
      },
      [
        ...["ir", "kind", "plan", "settings", "dynamic"],
        ...["callbacks", "spans", "reads", "files", "diagnostics"],
      ],
    ),
    definitions,
  };
}

const callback = { $ref: "#/definitions/callback" };

const definitions = {
  position: closed({ line: positive, column: positive }, ["line", "column"]),
  span: closed(
    {
      file: text,
      start: { $ref: "#/definitions/position" },
      end: { $ref: "#/definitions/position" },
      label: text,
    },
    ["file", "start", "end"],
  ),
  dynamic: {
    description: "Why a setting cannot be known without running the plan.",
    ...closed({ reason: text, span }, ["reason", "span"]),
  },
  callback: closed({ span, language: { enum: ["bash", "typescript"] } }, ["language"]),
  fix: closed(
    {
      title: text,
      edits: { type: "array", items: closed({ span, text }, ["span", "text"]) },
      rename: closed({ file: text, to: text }, ["file", "to"]),
    },
    ["title", "edits"],
  ),
  diagnostic: closed(
    {
      code: { enum: Object.keys(diagnosticSpecs) },
      severity: { enum: ["error", "warning", "info"] },
      message: text,
      hint: text,
      spans,
      fixes: { type: "array", items: { $ref: "#/definitions/fix" } },
    },
    ["code", "severity", "message", "spans"],
  ),
};

/** An object with these properties and no others. */
function closed(properties: JsonSchema, required: readonly string[] = []): JsonSchema {
  return { type: "object", properties, required, additionalProperties: false };
}

/** In draft-07 what stands beside a `$ref` counts for nothing. */
function documentedCallback(description: string): JsonSchema {
  return { description, allOf: [callback] };
}

function perSetting(schemaOf: (spec: SettingSpec) => JsonSchema): Record<SettingName, JsonSchema> {
  const entries = settingNames.map((name) => [name, schemaOf(settings[name])]);
  return Object.fromEntries(entries) as Record<SettingName, JsonSchema>;
}

function settingSchema(spec: SettingSpec): JsonSchema {
  const value = { type: "string", ...patternOf(spec.rule) };
  const annotations = {
    description: spec.doc,
    ...(spec.default === undefined ? {} : { default: spec.default }),
  };
  switch (spec.type) {
    case "string":
      return { ...annotations, ...value };
    case "list":
      return { ...annotations, type: "array", items: value };
    case "map":
      return {
        ...annotations,
        type: "object",
        ...(spec.keyRule === undefined ? {} : { propertyNames: patternOf(spec.keyRule) }),
        additionalProperties: value,
      };
  }
}

function patternOf(rule: TextRule | undefined): JsonSchema {
  return rule === undefined ? {} : { pattern: rule.pattern };
}
