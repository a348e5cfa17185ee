import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { planIrSchema } from "../../compiler/ir/index.ts";
import { validatorOptions } from "../../compiler/schema/validator-options.ts";

/** @returns JavaScript with the same exports as `compiler/schema/compiled-validator.ts`. */
export function validatorSource(): string {
  const ajv = new Ajv({ ...validatorOptions, code: { source: true, esm: true } });
  const schema = { ...planIrSchema(), $id: "PlanIR" };
  ajv.addSchema(schema);
  return standalone.default(ajv, { isPlanIR: "PlanIR" });
}
