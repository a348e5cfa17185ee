/** Finds the binaries of a package by the first bytes of its files. */
import { constants } from "node:fs";
import { open, opendir } from "node:fs/promises";
import { join } from "node:path";

/** Paths relative to the package, of files that their owner may write, sorted. */
export interface Binaries {
  /** ELF programs at a fixed address. */
  readonly executables: readonly string[];
  /** ELF shared objects and position-independent programs. */
  readonly sharedObjects: readonly string[];
  /** `ar` archives. */
  readonly archives: readonly string[];
}

type Kind = keyof Binaries;

/** @param folder The package's folder on this machine. Links are not followed. */
export async function classifyBinaries(folder: string): Promise<Binaries> {
  const found: Record<Kind, string[]> = { executables: [], sharedObjects: [], archives: [] };
  const folders = [""];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for await (const entry of await opendir(join(folder, at))) {
      const path = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      const kind = entry.isFile() ? await kindOf(join(folder, path)) : undefined;
      if (kind !== undefined) found[kind].push(path);
    }
  }
  for (const paths of Object.values(found)) paths.sort();
  return found;
}

/** `e_type` of an ELF header (ELF-64 and ELF-32: offset 16): 2 is ET_EXEC, 3 is ET_DYN. */
const elfTypes: Readonly<Record<number, Kind>> = { 2: "executables", 3: "sharedObjects" };

async function kindOf(file: string): Promise<Kind | undefined> {
  const handle = await open(
    file,
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  ).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || (stats.mode & 0o200) === 0) return undefined;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(18), 0, 18, 0);
    if (bytesRead >= 8 && buffer.toString("latin1", 0, 8) === "!<arch>\n") return "archives";
    if (bytesRead < 18 || buffer.toString("latin1", 0, 4) !== "\x7fELF") return undefined;
    const bigEndian = buffer[5] === 2;
    return elfTypes[bigEndian ? buffer.readUInt16BE(16) : buffer.readUInt16LE(16)];
  } finally {
    await handle.close();
  }
}
