/** Remembers what the last build of each plan followed from, to say what has changed. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { asideName, sweepAside } from "../crypto/aside.ts";
import type { Inputs } from "./inputs.ts";

/** @param folder The cache of this machine. */
function fileOf(folder: string, plan: string): string {
  return join(folder, "last", createHash("sha256").update(plan).digest("hex"));
}

/** @returns Undefined where nothing is known. */
export async function lastInputs(folder: string, plan: string): Promise<Inputs | undefined> {
  try {
    const entries: unknown = JSON.parse(await readFile(fileOf(folder, plan), "utf8"));
    return new Map(Object.entries(entries as Record<string, string>));
  } catch {
    return undefined;
  }
}

/** Never throws: without a record only an explanation is missing. */
export async function rememberInputs(folder: string, plan: string, inputs: Inputs): Promise<void> {
  const file = fileOf(folder, plan);
  const text = `${JSON.stringify(Object.fromEntries(inputs), undefined, 1)}\n`;
  try {
    if ((await readFile(file, "utf8").catch(() => "")) === text) return;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await sweepAside(file);
    const aside = asideName(file);
    await writeFile(aside, text, { flag: "wx", mode: 0o600 });
    await rename(aside, file);
  } catch {
    // A full disk, for instance.
  }
}
