import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { conformanceObstacle } from "./conformance.ts";

const build = fileURLToPath(new URL("../../scripts/build.mjs", import.meta.url));

/**
 * Makes dist/ once before the tests, where it is not current. A part that cannot be made is told:
 * the tests that need it fail for themselves, the others still say what they know.
 *
 * @returns What removes all that the tests left in the folder for temporary files.
 */
export default function globalSetup(): () => void {
  const { status } = spawnSync(process.execPath, [build, "--if-stale"], { stdio: "inherit" });
  if (status !== 0) console.error("dist/ is not complete");
  const obstacle = conformanceObstacle();
  if (obstacle !== undefined) console.log(`The conformance cases are left out: ${obstacle}`);
  const folder = mkdtempSync(join(tmpdir(), "habc-tests-"));
  // Some tests start programs as another user.
  chmodSync(folder, 0o755);
  process.env["TMPDIR"] = folder;
  return () => {
    spawnSync("chmod", ["-R", "u+rwX", folder]);
    rmSync(folder, { recursive: true });
  };
}
