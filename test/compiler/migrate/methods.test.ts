import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { asFunction, asMethod } from "./both-ways.ts";
import { migrateAll } from "./cases.ts";

const { root, cases } = migrateAll();
afterAll(() => rmSync(root, { recursive: true }));

/** Callbacks that became methods, by the plan. */
const methods: Readonly<Record<string, readonly string[]>> = {
  commands: ["do_prepare", "do_build", "do_check", "do_install"],
  environment: ["do_setup_environment", "do_prepare", "do_build", "do_install"],
  failing: ["do_prepare", "do_build", "do_install"],
  files: ["do_install", "do_end"],
  folders: ["do_unpack", "do_build", "do_check", "do_install"],
  helpers: ["do_download", "do_verify", "do_unpack", "do_install"],
  constants: ["do_install"],
  state: ["do_check", "do_install"],
  statements: ["do_unpack", "do_prepare", "do_build", "do_check", "do_install"],
};
const all = Object.entries(methods).flatMap(([plan, names]) =>
  names.map((name) => [plan, name] as const),
);

test.each(all)("of %s, %s does what the function did", async (plan, name) => {
  const { folder, migration } = cases.find((one) => one.name === plan) ?? { folder: "" };
  const file = join(folder, "plan.sh");
  expect(migration?.text).toMatch(new RegExp(`^  (async )?${name}\\(`, "m"));
  const before = asFunction(file, name);
  expect(before.status).toBe(plan === "failing" ? 3 : 0);
  expect(before.log.length + Object.keys(before.files).length).toBeGreaterThan(0);
  expect(await asMethod(migration?.text ?? "", file, name)).toEqual(before);
});
