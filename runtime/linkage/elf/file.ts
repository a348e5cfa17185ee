import { closeSync, constants, openSync } from "node:fs";
import { readPart } from "../../package/archive-tree.ts";
import { type ElfFile, readElf } from "./read.ts";

/** @returns undefined where there is no ELF file that can be read. Waits for no pipe. */
export function readElfFile(file: Buffer): ElfFile | undefined {
  let fd: number;
  try {
    fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const elf = readElf((position, length) => readPart(fd, position, length));
    return elf?.readable ? elf : undefined;
  } catch {
    // A folder, or a file that goes away: as for the loader, there is no library.
    return undefined;
  } finally {
    closeSync(fd);
  }
}
