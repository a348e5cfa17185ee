/** The schema of habc.toml says of a file what reading it says. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { parse } from "smol-toml";
import { afterAll, expect, test } from "vitest";
import { readConfig } from "../../../compiler/check/config.ts";
import { configSchema } from "../../../compiler/check/config-schema.ts";
import { isHabcError } from "../../../compiler/ir/index.ts";
import { project } from "../../support/workshop.ts";

const folder = mkdtempSync(join(tmpdir(), "habc-config-schema-"));
afterAll(() => rmSync(folder, { recursive: true }));

const validate = new Ajv({ strict: false }).compile(configSchema());

function isRead(text: string): boolean {
  const file = join(folder, "habc.toml");
  writeFileSync(file, text);
  try {
    readConfig(file);
    return true;
  } catch (thrown) {
    if (isHabcError(thrown)) return false;
    throw thrown;
  }
}

const page = readFileSync(join(project, "docs/checking.md"), "utf8");
const [, documented = ""] = /```toml\n([\s\S]*?)```/.exec(page) ?? [];

test.for([
  [documented, true],
  ["", true],
  ["[check]\nignore = []\n", true],
  ["[check.rules]\nset-id = 'error'\n", true],
  ["[check.rules]\nset-id = 'fatal'\n", false],
  ["[check.rules]\nno-such-code = 'off'\n", false],
  ["[check]\nignore = 'plans'\n", false],
  ["[check]\nrule = {}\n", false],
  ["[[check.override]]\nrules = {}\n", false],
  ["[[check.override]]\npaths = ['a']\nlevel = 'off'\n", false],
  ["check = 1\n", false],
] as const)("%j", ([text, expected]) => {
  expect(validate(parse(text))).toBe(expected);
  expect(isRead(text)).toBe(expected);
});
