/** Checking every plan below a folder: `npm run bench -- check FOLDER`. */
import { resolve } from "node:path";
import { checkPlans } from "../compiler/check/check-plans.ts";
import { findPlans } from "../compiler/graph/index.ts";
import type { PlanIR } from "../compiler/ir/index.ts";
import { readAnyPlan } from "../compiler/read-plan.ts";
import { compare } from "./support/compare.ts";

const target = "x86_64-linux";
const { plans } = findPlans(resolve(process.argv[2] ?? "plans-examples"), target);

async function readAll(cache = new Map()) {
  const irs: PlanIR[] = [];
  for (const plan of plans) irs.push(await readAnyPlan(plan, { env: {}, target, cache }));
  return { plans: irs, cache };
}

const { diagnostics } = checkPlans(await readAll());
console.log(`${plans.length} plans, ${diagnostics.length} findings`);
await compare("Checking all of them", [
  { name: "habc reads them", run: readAll },
  { name: "habc reads and checks them", run: async () => checkPlans(await readAll()) },
]);
