/** Programs and libraries for other machines than the package's. */
import type { ByteText } from "../../package/archive-tree.ts";
import { elfTypes } from "../elf/header.ts";
import type { ElfFile } from "../elf/read.ts";
import type { Subject } from "./subject.ts";

/** `EI_OSABI` of what Linux runs: that of System V, and its own. */
const linux: ReadonlySet<number> = new Set([0, 3]);

/** `e_machine` of what each platform runs. */
const machines: Readonly<Record<string, number>> = { "x86_64-linux": 62, "aarch64-linux": 183 };

/** The names of `e_machine`. Source: the registry of the System V ABI. */
const names: Readonly<Record<number, string>> = {
  2: "SPARC",
  3: "x86",
  8: "MIPS",
  20: "PowerPC",
  21: "64-bit PowerPC",
  22: "S/390",
  40: "Arm",
  50: "Itanium",
  62: "x86-64",
  183: "AArch64",
  243: "RISC-V",
  247: "BPF",
  258: "LoongArch",
};

/** Whether the loader of a platform takes a file. */
export function isFor(target: string, { machine, osAbi, bits }: ElfFile): boolean {
  return machine === machines[target] && linux.has(osAbi) && bits === 64;
}

/** @param target The platform, such as `x86_64-linux`. */
export function checkMachines({ survey, find }: Subject, target: string): void {
  if (machines[target] === undefined) return;
  for (const [file, elf] of survey.elves) {
    if (isFor(target, elf) || !isLoaded(elf)) continue;
    find({ code: "elf-foreign", ...foreign(elf, target), file });
  }
}

/** Object files and firmware are data to the machine that they lie on. */
function isLoaded({ type, dynamic, interpreter }: ElfFile): boolean {
  if (dynamic !== undefined || interpreter !== undefined) return true;
  return type === elfTypes.fixed;
}

function foreign({ machine, bits, osAbi }: ElfFile, target: string) {
  const name: ByteText = names[machine] ?? `machine ${machine}`;
  const size = machine === machines[target] ? `, ${bits} bits` : "";
  const system = linux.has(osAbi) ? "" : `, system ${osAbi}`;
  return {
    what: `made for ${name}${size}${system}, not for ${target}; what it needs is not checked`,
    hint: "leave it out, or have the compiler make it for the package's platform",
  };
}
