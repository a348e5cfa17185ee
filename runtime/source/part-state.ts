import { constants } from "node:fs";
import { type FileHandle, open, unlink } from "node:fs/promises";
import { join } from "node:path";
import { bootId } from "./part-owner.ts";
import { pathOf } from "./regular-file.ts";

const stateLimit = 4096;

/**
 * Reads what is needed to ask for the rest of an unfinished file.
 *
 * @param verified Whether a checksum will tell if the bytes are damaged.
 * @returns The validator; undefined where the bytes are not to be trusted.
 */
export async function readState(
  folder: FileHandle,
  verified: boolean,
): Promise<string | undefined> {
  const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants;
  const path = join(pathOf(folder), "state.json");
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(stateLimit), 0, stateLimit, 0);
    const state: unknown = JSON.parse(buffer.toString("utf8", 0, bytesRead));
    if (typeof state !== "object" || state === null) return undefined;
    if (!("validator" in state) || !("boot" in state)) return undefined;
    const { validator, boot } = state;
    // After a crash of the machine the file may have its size and not its bytes.
    if (boot !== bootId() && !verified) return undefined;
    return typeof validator === "string" && isHeaderValue(validator) ? validator : undefined;
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

/** Writes it; without a validator nobody can ask for the rest. */
export async function writeState(folder: FileHandle, validator: string | undefined): Promise<void> {
  const path = join(pathOf(folder), "state.json");
  await unlink(path).catch(() => {});
  if (validator === undefined || !isHeaderValue(validator)) return;
  const file = await open(path, "wx", 0o600);
  await file.writeFile(JSON.stringify({ validator, boot: bootId() }));
  await file.close();
}

function isHeaderValue(text: string): boolean {
  return /^[\x20-\x7e]{1,1000}$/.test(text);
}
