/** Small plans, each with what it is to become. */
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Migration, migratePlan } from "../../../compiler/migrate/index.ts";

const plans = fileURLToPath(new URL("./plans", import.meta.url));

/** A plan in a folder of its own, with its plan.ts beside it. */
export interface Case {
  readonly name: string;
  readonly folder: string;
  readonly migration: Migration;
  /** The text that the plan.ts is to have. */
  readonly expected: string;
}

/** Migrates all plans. @returns A folder and what came of each plan in it. */
export function migrateAll(): { readonly root: string; readonly cases: readonly Case[] } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "habc-migrate-test-")));
  const cases = readdirSync(plans).map((name) => {
    const folder = join(root, name);
    cpSync(join(plans, name), folder, { recursive: true });
    const migration = migratePlan({ file: join(folder, "plan.sh"), target: "x86_64-linux" });
    writeFileSync(join(folder, "plan.ts"), migration.text);
    const expected = readFileSync(join(folder, "expected.ts.txt"), "utf8");
    return { name, folder, migration, expected };
  });
  return { root, cases };
}
