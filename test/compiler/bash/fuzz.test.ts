import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { compileBashPlan } from "../../../compiler/bash/index.ts";
import { disagreements, PlanFolder } from "./oracle.ts";
import { files, program } from "./programs/program.ts";

/** How many plans are tried; more where somebody wants to look deeper. */
const count = Number(process.env["HABC_FUZZ_RUNS"] ?? 400);
const seed = Number(process.env["HABC_FUZZ_SEED"] ?? 1);

const folder = new PlanFolder(files);
afterAll(() => folder.remove());

test(`says what bash says, or that it cannot know (seed ${seed})`, () => {
  const plans = fc.sample(program, { seed, numRuns: count }).map((text) => folder.plan(text));
  const truths = Array.from({ length: Math.ceil(count / 100) }, (_, at) =>
    folder.bash(plans.slice(at * 100, at * 100 + 100)),
  ).flat();
  const wrong = plans.flatMap((plan, at) =>
    disagreements(plan, truths[at]).map((disagreement) => `${plan}: ${disagreement}`),
  );
  expect(wrong).toEqual([]);
  // The comparison means nothing unless most plans load, and most of those are known throughout.
  const loaded = plans.filter((_, at) => truths[at] !== undefined);
  const known = loaded.filter(
    (file) => Object.keys(compileBashPlan({ file }).dynamic).length === 0,
  );
  expect(loaded.length).toBeGreaterThan(count * 0.7);
  expect(known.length).toBeGreaterThan(count * 0.4);
}, 60_000);
