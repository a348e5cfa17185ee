import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../../scripts/build.mjs", import.meta.url));

/**
 * Makes dist/ once before the tests, where it is not current. A build that fails is told and
 * goes on: the tests that need dist/ then fail for themselves, the others still say what they know.
 */
export default function buildDist(): void {
  const { status } = spawnSync(process.execPath, [script, "--if-stale"], { stdio: "inherit" });
  if (status !== 0) console.error("dist/ could not be made");
}
