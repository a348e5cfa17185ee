import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { isHabcError } from "../../../compiler/ir/index.ts";

/** A folder that is removed when the test ends. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "habc-test-"));
  onTestFinished(() => {
    // Tests make folders that cannot be written.
    execFileSync("chmod", ["-R", "u+rwX", folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** What an action is refused with, as `code: message`. */
export async function refusal(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (thrown) {
    if (isHabcError(thrown)) return `${thrown.diagnostic.code}: ${thrown.message}`;
    throw thrown;
  }
  return "not refused";
}

/** BLAKE2b-256 of a file by coreutils. */
export function b2sum(file: string): string {
  return execFileSync("b2sum", ["-l", "256", file], { encoding: "utf8" }).split(" ")[0] ?? "";
}
