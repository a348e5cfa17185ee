import { execFile, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CaseUser, caseNames, caseUsers, conformanceFolder } from "./conformance.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Declares a test for each shared case and each user that can run it here.
 *
 * @param options What `check` is told beside the case: `--src` builds in the studio.
 */
export function describeCases(options: readonly string[]): void {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "habc-conformance-"));
  beforeAll(() => copyReadable(folder));
  afterAll(() => rmSync(folder, { recursive: true }));
  for (const user of caseUsers()) {
    describe(`as ${user.name}`, () => {
      let habc = "";
      beforeAll(() => {
        habc = commandFor(user, folder);
      });
      test.for(caseNames())("%s", { timeout: 120_000 }, async (name) => {
        const args = [...options, "--timeout", "100", join(folder, "cases", name)];
        expect(await check(user, folder, habc, args)).toMatch(/^PASS /);
      });
    });
  }
}

/** Every user of the machine can read the copy, wherever the project and the cases lie. */
function copyReadable(folder: string): void {
  chmodSync(folder, 0o755);
  cpSync(conformanceFolder, join(folder, "cases"), { recursive: true });
  cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true });
  for (const name of ["esbuild", "@esbuild"])
    cpSync(join(root, "node_modules", name), join(folder, "node_modules", name), {
      recursive: true,
      dereference: true,
    });
  cpSync(join(root, "package.json"), join(folder, "package.json"));
  spawnSync("chmod", ["-R", "a+rX,u+w", folder]);
}

/** The Node.js of these tests may lie where only its owner can read it. */
function commandFor({ command }: CaseUser, folder: string): string {
  const [program = process.execPath, ...args] = [...command, process.execPath, "--version"];
  const cli = join(folder, "dist/cli.js");
  if (spawnSync(program, args).status === 0) return `${process.execPath} ${cli}`;
  const copy = join(folder, "node");
  cpSync(process.execPath, copy);
  return `${copy} ${cli}`;
}

/** @returns What `check` printed, whatever its status: its first word is the verdict. */
function check(
  { command }: CaseUser,
  folder: string,
  habc: string,
  args: readonly string[],
): Promise<string> {
  const [program = "python3", ...rest] = [
    ...command,
    "python3",
    join(folder, "cases/check"),
    ...args,
  ];
  const env = { PATH: path, HABC: habc, LANG: "C.UTF-8" };
  return new Promise((resolve) => {
    execFile(program, rest, { env, cwd: "/", maxBuffer: 1 << 26 }, (_error, stdout, stderr) =>
      resolve(`${stdout}${stderr}`),
    );
  });
}
