/** Finds the binaries of a package by the first bytes of its files. */
import { constants } from "node:fs";
import { open, opendir } from "node:fs/promises";
import { join } from "node:path";
import { elfStart, elfStartBytes, elfTypes } from "../linkage/elf/header.ts";

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

const kinds: Readonly<Record<number, Kind>> = {
  [elfTypes.fixed]: "executables",
  [elfTypes.shared]: "sharedObjects",
};

async function kindOf(file: string): Promise<Kind | undefined> {
  const handle = await open(
    file,
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  ).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || (stats.mode & 0o200) === 0) return undefined;
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(elfStartBytes),
      0,
      elfStartBytes,
      0,
    );
    const start = buffer.subarray(0, bytesRead);
    if (start.toString("latin1", 0, 8) === "!<arch>\n") return "archives";
    const elf = elfStart(start);
    return elf && kinds[elf.type];
  } finally {
    await handle.close();
  }
}
