/** Plans for tests. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Workshop } from "../support/workshop.ts";

/** Writes a plan.sh with a name and a version, and what the test adds. */
export function planSh(workshop: Workshop, name: string, text: string): string {
  workshop.write(
    `${name}/plan.sh`,
    `pkg_name=${name}\npkg_origin=acme\npkg_version=1.0\n${text}\n`,
  );
  return name;
}

/** Writes a plan.ts with a name, and what the test adds to its definition. */
export function planTs(workshop: Workshop, name: string, text: string): string {
  workshop.write(
    `${name}/plan.ts`,
    `import { bash, definePlan } from "habc";\nexport default definePlan({ pkg_name: "${name}", pkg_origin: "acme", ${text} });\n`,
  );
  return name;
}

/** The callbacks of a plan that builds nothing. */
export const nothing = "do_build() { return 0; }\ndo_install() { return 0; }";

/** Changes a file of the workshop. */
export function edit(workshop: Workshop, file: string, from: string | RegExp, to: string): void {
  const path = join(workshop.folder, file);
  const before = readFileSync(path, "utf8");
  const after = before.replace(from, () => to);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}
