/** Whatever is named where a command takes something, it does it or refuses it in its own words. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allCommands } from "../../cli/commands/specs.ts";
import { type Outcome, startHabc } from "./habc.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "habc-odd-"));
  writeFileSync(join(folder, "noise"), Buffer.from(Array.from({ length: 999 }, (_, i) => i * 7)));
  symlinkSync("circle", join(folder, "circle"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function outcome(args: readonly string[]): Promise<Outcome> {
  const env = { FS_ROOT: join(folder, "root"), HAB_CACHE_KEY_PATH: join(folder, "keys") };
  const child = startHabc(args, { cwd: folder, env });
  child.stdin.end();
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, stdout, stderr };
}

const commands = allCommands.flatMap(([name, spec]) => {
  const { arguments: places = [] } = spec;
  // What `studio run` takes is a command of the studio's, and bash says what is wrong with it.
  return places.length === 0 || name === "studio run" ? [] : [{ name, places: places.length }];
});

test.each(commands)("habc $name", async ({ name, places }) => {
  for (const odd of ["noise", "circle", "noise/below", ""]) {
    const args = [...name.split(" "), ...Array.from({ length: places }, () => odd)];
    const { status, stderr } = await outcome(args);
    expect([status, stderr], args.join(" ")).not.toContain(70);
    expect(stderr, args.join(" ")).not.toMatch(/defect|\n +at |\bE[A-Z]{4,}\b/);
    if (status !== 0) expect(stderr, args.join(" ")).toMatch(/^error/m);
  }
});
