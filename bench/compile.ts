/** Reading every plan.sh below a folder, beside bash sourcing it: `npm run bench -- compile FOLDER`. */
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { compileBashPlan, type ParseCache } from "../compiler/bash/index.ts";
import { compare } from "./support/compare.ts";

const folder = resolve(process.argv[2] ?? "plans-examples");
const plans = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name === "plan.sh" || name.endsWith("/plan.sh"))
  .map((name) => join(folder, name));

// What plans call at their top level is not there, as nothing of a build is.
const script = `
for plan in "$@"; do
  (cd "\${plan%/*}" && PLAN_CONTEXT=$PWD && source "$PWD/plan.sh")
done >/dev/null 2>&1
true`;

const compileAll = () => {
  const cache: ParseCache = new Map();
  return plans.map((file) => compileBashPlan({ file, cache }));
};

const irs = compileAll();
const dynamic = irs.filter((ir) => Object.keys(ir.dynamic).length > 0).length;
console.log(
  `${plans.length} plans in ${new Set(plans.map(dirname)).size} folders, ${dynamic} with something dynamic`,
);
await compare("Reading all of them", [
  { name: "bash sources them", run: () => execFileSync("bash", ["-c", script, "bash", ...plans]) },
  { name: "habc reads them", run: compileAll },
]);
