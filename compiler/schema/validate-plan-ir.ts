import type { ErrorObject } from "ajv";
import {
  type Diagnostic,
  isSettingName,
  type PlanIR,
  type SettingName,
  type SettingSpec,
  settings,
} from "../ir/index.ts";
import { isPlanIR } from "./compiled-validator.ts";

/**
 * Holds something against the schema of the IR. Import it lazily: the validator is large.
 *
 * @param ir Anything, such as what a sandbox answered or a file of JSON holds.
 * @returns What is wrong, empty where it is a `PlanIR`: `setting-invalid` and `setting-type` for
 *   values that the plan set wrongly, with the place that set them where the IR knows it, and
 *   `ir-invalid` for all that no plan can bring about.
 */
export function validatePlanIR(ir: unknown): Diagnostic[] {
  if (isPlanIR(ir)) return [];
  const errors = isPlanIR.errors ?? [];
  return errors.filter(isCause).map((error) => diagnosticOf(error, ir));
}

/** A key that breaks its rule is reported twice: by the rule, and by `propertyNames` around it. */
function isCause(error: ErrorObject): boolean {
  return error.keyword !== "propertyNames";
}

function diagnosticOf(error: ErrorObject, ir: unknown): Diagnostic {
  const [room, name = "", ...rest] = error.instancePath.split("/").slice(1).map(unescapePointer);
  if (room === "settings" && isSettingName(name)) return settingDiagnostic(error, ir, name, rest);
  const place = error.instancePath === "" ? "the IR" : `${error.instancePath} of the IR`;
  const extra = error.params["additionalProperty"];
  const what = extra === undefined ? error.message : `must not have the property ${extra}`;
  return { code: "ir-invalid", severity: "error", message: `${place} ${what}`, spans: [] };
}

function settingDiagnostic(
  error: ErrorObject,
  ir: unknown,
  name: SettingName,
  path: readonly string[],
): Diagnostic {
  const spec: SettingSpec = settings[name];
  const spans = (ir as PlanIR).spans?.[name] ?? [];
  if (error.keyword === "type") {
    const where = path.length === 0 ? name : `${name}: ${path.join(", ")}`;
    const message = `${where} must be a ${path.length === 0 ? spec.type : "string"}`;
    return { code: "setting-type", severity: "error", message, spans };
  }
  const key = error.propertyName;
  const value = key ?? [name, ...path].reduce<unknown>(at, (ir as PlanIR).settings);
  const rule = key === undefined ? spec.rule : spec.keyRule;
  const message = `${name}: ${JSON.stringify(value)} is not valid, expected ${rule?.expected}`;
  return { code: "setting-invalid", severity: "error", message, spans };
}

function at(value: unknown, key: string): unknown {
  return (value as Record<string, unknown>)[key];
}

/** Source: RFC 6901, section 4. */
function unescapePointer(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}
