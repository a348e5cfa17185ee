import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { compile } from "json-schema-to-typescript";
import { afterAll, expect, test } from "vitest";
import { callbackNames, planIrSchema, settingNames } from "../../../compiler/ir/index.ts";

const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(root, "node_modules/.cache-schema-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the schema is a valid one of its dialect, free of what ajv's strict mode refuses", () => {
  const ajv = new Ajv({ strict: true, strictTypes: true });
  expect(ajv.validateSchema(planIrSchema())).toBe(true);
  expect(() => ajv.compile(planIrSchema())).not.toThrow();
});

test("every setting and callback of the tables is in it, with its documentation", () => {
  const { properties } = planIrSchema() as {
    properties: Record<string, { properties: Record<string, { description: string }> }>;
  };
  const documented = (room: string) =>
    Object.entries(properties[room]?.properties ?? {})
      .filter(([, schema]) => schema.description.length > 10)
      .map(([name]) => name);
  expect(documented("settings")).toEqual(settingNames);
  expect(documented("callbacks")).toEqual(callbackNames);
});

test("it describes the same values as the type PlanIR", async () => {
  // The types that an independent generator makes of the schema and our own must be mutually
  // assignable, but for `readonly` and the `undefined` of index signatures.
  const generated = await compile(planIrSchema(), "FromSchema", { bannerComment: "" });
  writeFileSync(
    join(folder, "same.ts"),
    `import type { PlanIR } from "../../compiler/ir/index.ts";
${generated.replaceAll("PlanIR", "FromSchema")}
type Plain<T> = T extends string | number | boolean ? T
  : T extends readonly (infer Item)[] ? Plain<Item>[]
  : { -readonly [Key in keyof T]: Plain<Exclude<T[Key], undefined>> };
declare const ours: Plain<PlanIR>;
declare const theirs: Plain<FromSchema>;
export const forth: Plain<FromSchema> = ours;
export const back: Plain<PlanIR> = theirs;
`,
  );
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "../../tsconfig.json", include: ["*.ts"], exclude: [] }),
  );
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
  expect(stdout).toBe("");
});
