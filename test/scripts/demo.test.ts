import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const demo = join(import.meta.dirname, "../../scripts/demo");
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith("habc-demo-"));

test("the demo of the README builds a signed package, shows it and leaves nothing behind", () => {
  const before = leftovers();
  const { status, stdout, stderr } = spawnSync(demo, { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/\.hart: signed by acme-\d{14}\n/);
  expect(stdout).toMatch(/\nhab\/pkgs\/acme\/hello\/1\.0\.0\/\d{14}\/bin\/hello\n$/);
  expect(status).toBe(0);
  expect(leftovers()).toEqual(before);
});
