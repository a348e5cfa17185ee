/** Random plans: what is read of them is what running them shows. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { buildSync, transformSync } from "esbuild";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { randomPlan } from "./static-random.ts";
import { mistakes, type Reported, read } from "./static-real.ts";

const root = join(import.meta.dirname, "../../..");
const folder = realpathSync(mkdtempSync(join(tmpdir(), "habc-fuzz-")));

/** Loads each plan that it is sent as the phase host does, and says what it sets. */
const program = `
import { createInterface } from "node:readline";
import { computeSettings } from ${JSON.stringify(join(root, "stdlib/host/plan-settings.ts"))};
globalThis.definePlan = (plan) => ({ ...plan });
for await (const line of createInterface({ input: process.stdin })) {
  const { code } = JSON.parse(line);
  let answer;
  try {
    const url = "data:text/javascript;base64," + Buffer.from(code).toString("base64");
    const plan = (await import(url)).default;
    answer = { settings: Object.fromEntries(computeSettings(plan, "", () => undefined)), callbacks: [] };
  } catch (error) {
    answer = { settings: {}, callbacks: [], failure: String(error) };
  }
  process.stdout.write(JSON.stringify(answer) + "\\n");
}
`;

let child: ChildProcess;
let answers: AsyncIterator<string>;
beforeAll(() => {
  const [source, outfile] = [join(folder, "evaluate.mts"), join(folder, "evaluate.mjs")];
  writeFileSync(source, program);
  buildSync({ entryPoints: [source], outfile, bundle: true, platform: "node", format: "esm" });
  child = spawn(process.execPath, [outfile], { stdio: ["pipe", "pipe", "inherit"] });
  if (child.stdout === null) throw new Error("no pipe");
  answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
});
afterAll(() => child.kill());

async function evaluate(plan: string): Promise<Reported> {
  const { code } = transformSync(plan, { loader: "ts" });
  const plain = code.replace(/import \{ definePlan \} from "habc";/, `/* ${Math.random()} */`);
  child.stdin?.write(`${JSON.stringify({ code: plain })}\n`);
  return JSON.parse((await answers.next()).value) as Reported;
}

const runs = Number(process.env["HABC_FUZZ_RUNS"] ?? 120);

test("random plans are read as they run", { timeout: 60_000 + runs * 500 }, async () => {
  let known = 0;
  let dynamic = 0;
  const numbers = fc.array(fc.nat(9999), { minLength: 20, maxLength: 400, size: "max" });
  await fc.assert(
    fc.asyncProperty(numbers, async (tape) => {
      const plan = randomPlan(tape);
      writeFileSync(join(folder, "plan.ts"), plan);
      const ir = await read(folder);
      const real = await evaluate(plan);
      // What a plan that cannot be loaded would have set, nobody can say.
      const found = real.failure === undefined ? mistakes(ir, real) : [];
      known += Object.keys(ir.settings).length;
      dynamic += Object.keys(ir.dynamic).length;
      if (found.length > 0) throw new Error(`${found.join("\n")}\n${plan}`);
    }),
    {
      numRuns: runs,
      ...(process.env["HABC_FUZZ_SEED"] ? { seed: Number(process.env["HABC_FUZZ_SEED"]) } : {}),
    },
  );
  // A reading that knows nothing is never wrong.
  expect(known / (known + dynamic)).toBeGreaterThan(0.3);
});
