/** The declarations of the package, as a project finds them that installed it. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const tsc = join(root, "node_modules/typescript/bin/tsc");

function check(options: readonly string[], plan?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "habc-types-"));
  mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
  symlinkSync(root, join(folder, "node_modules/habc"));
  symlinkSync(join(root, "node_modules/@types/node"), join(folder, "node_modules/@types/node"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  if (plan === undefined)
    cpSync(join(root, "plans-examples/hello/plan.ts"), join(folder, "plan.ts"));
  else writeFileSync(join(folder, "plan.ts"), plan);
  const args = [tsc, "--noEmit", "--target", "es2022", "--types", "node", ...options, "plan.ts"];
  return spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" }).stdout;
}

describe("the published types", () => {
  test.each([
    [["--module", "nodenext", "--strict", "--skipLibCheck"]],
    [
      [
        "--module",
        "esnext",
        "--moduleResolution",
        "bundler",
        "--strict",
        "false",
        "--skipLibCheck",
      ],
    ],
    [["--module", "nodenext", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck"]],
  ])("accept the smallest example with %s", (options) => {
    expect(check(options)).toBe("");
  });

  test("refuse an undeclared dependency", () => {
    const plan = `import { definePlan } from "habc";
      export default definePlan({ pkg_name: "a", pkg_version: "1", pkg_deps: ["core/glibc"],
        do_build({ pkg_path_for }) { pkg_path_for("core/zlib"); } });`;
    const output = check(["--module", "nodenext", "--strict", "--skipLibCheck"], plan);
    expect(output).toContain("plan.ts(3,51): error TS2345");
    expect(output.match(/error TS/g)).toHaveLength(1);
  });
});
