/** Parsers of bash, on every plan.sh below a folder: `npm run bench -- parser FOLDER`. */
import bashParser from "bash-parser";
import { parse } from "unbash";
import { compare } from "./support/compare.ts";
import { textsBelow } from "./support/sample.ts";

const plans = textsBelow(process.argv[2] ?? "plans-examples", "plan.sh");
const unbash = (text: string) => (parse(text).errors?.length ?? 0) === 0;
const older = (text: string) => {
  try {
    bashParser(text);
    return true;
  } catch {
    return false;
  }
};

const parsed = (read: (text: string) => boolean) => plans.filter(read).length;
console.log(`${plans.length} plans: unbash reads ${parsed(unbash)}, bash-parser ${parsed(older)}`);
const common = plans.filter(older);
await compare(`The ${common.length} plans that both read`, [
  { name: "unbash", run: () => common.forEach(unbash) },
  { name: "bash-parser", run: () => common.forEach(older) },
]);
await compare(`All ${plans.length} plans`, [{ name: "unbash", run: () => plans.forEach(unbash) }]);
