import { Ajv, type ValidateFunction } from "ajv";
import { type PlanIR, planIrSchema } from "../ir/index.ts";
import { validatorOptions } from "./validator-options.ts";

/**
 * The validator of the IR. Compiling it takes longer than a whole `habc compile` should, so the
 * build of habc puts finished code in the place of this module.
 */
export const isPlanIR: ValidateFunction<PlanIR> = new Ajv(validatorOptions).compile<PlanIR>(
  planIrSchema(),
);
