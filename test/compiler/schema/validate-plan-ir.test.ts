import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { PlanIR } from "../../../compiler/ir/index.ts";
import { isPlanIR } from "../../../compiler/schema/compiled-validator.ts";
import { validatePlanIR } from "../../../compiler/schema/validate-plan-ir.ts";
import { validatorSource } from "../../../scripts/lib/validator-source.ts";

const span = {
  file: "plan.sh",
  start: { line: 3, column: 1 },
  end: { line: 3, column: 12 },
};

const valid: PlanIR = {
  ir: 1,
  kind: "plan.sh",
  plan: { file: "plan.sh", context: "." },
  settings: { pkg_name: "zlib", pkg_deps: ["core/glibc"], pkg_exports: { port: "server.port" } },
  dynamic: { pkg_version: { reason: "runs `git describe`", span } },
  callbacks: { do_build: { language: "bash", span }, own_function: { language: "bash" } },
  spans: { pkg_name: [span] },
  reads: ["STUDIO_TYPE"],
  files: ["common.sh"],
  diagnostics: [{ code: "setting-missing", severity: "error", message: "no version", spans: [] }],
};

test("an IR is valid", () => {
  expect(validatePlanIR(valid)).toEqual([]);
});

test("a setting's wrong value is told with the rule and the place that set it", () => {
  const wrong = { ...valid, settings: { pkg_name: "not.allowed" } };
  expect(validatePlanIR(wrong)).toEqual([
    {
      code: "setting-invalid",
      severity: "error",
      message:
        'pkg_name: "not.allowed" is not valid, expected letters, digits, dashes and underscores only',
      spans: [span],
    },
  ]);
});

test("every wrong setting is told once: a type, an item, a key and a value of a map", () => {
  const settings = {
    pkg_bin_dirs: "bin",
    pkg_deps: ["core/glibc", "openssl"],
    pkg_exports: { "a b": "x", port: "1\n2" },
    pkg_lib_dirs: [1],
  };
  const found = validatePlanIR({ ...valid, settings });
  expect(found.map(({ code, message }) => `${code}: ${message}`).sort()).toEqual([
    expect.stringContaining('setting-invalid: pkg_deps: "openssl"'),
    expect.stringContaining('setting-invalid: pkg_exports: "1\\n2"'),
    expect.stringContaining('setting-invalid: pkg_exports: "a b"'),
    "setting-type: pkg_bin_dirs must be a list",
    "setting-type: pkg_lib_dirs: 0 must be a string",
  ]);
});

test.for([
  ["no object", null],
  ["of another version", { ...valid, ir: 2 }],
  ["an unknown setting", { ...valid, settings: { pkg_nam: "zlib" } }],
  [
    "a callback in an unknown language",
    { ...valid, callbacks: { do_build: { language: "perl" } } },
  ],
  ["an unknown property", { ...valid, "a/b~c": 1 }],
])("what no plan can bring about is no IR: %s", ([, ir]) => {
  expect(validatePlanIR(ir).map(({ code }) => code)).toEqual(["ir-invalid"]);
});

const folder = mkdtempSync(join(import.meta.dirname, "../../../node_modules/.cache-validator-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the validator of the built command gives the same verdicts and errors", async () => {
  const file = join(folder, "validator.mjs");
  writeFileSync(file, validatorSource());
  const built: { isPlanIR: typeof isPlanIR } = await import(file);
  const keys = fc.constantFrom("ir", "kind", "plan", "settings", "spans", "dynamic", "callbacks");
  const settings = fc.dictionary(fc.constantFrom("pkg_name", "pkg_deps", "x"), fc.jsonValue());
  const mutated = fc.record({ key: keys, value: fc.oneof(fc.jsonValue(), settings) });
  fc.assert(
    fc.property(mutated, ({ key, value }) => {
      const ir = { ...valid, [key]: value };
      expect(built.isPlanIR(ir)).toBe(isPlanIR(ir));
      expect(built.isPlanIR.errors).toEqual(isPlanIR.errors);
    }),
  );
});
