/**
 * A program of some hundred bytes that gives up for itself and what it starts what namespaces and
 * capabilities do not take away: `confine PROGRAM ARGUMENT…`, with an absolute path.
 *
 * It leaves the caller's session keyring, sets a filter for system calls and becomes PROGRAM.
 * Node.js can do neither, and no program that a system surely has. Where the kernel does not know
 * one of them, it goes on without it.
 *
 * Source: elf(5), seccomp(2), keyctl(2), the kernel's `linux/bpf_common.h`, `linux/audit.h` and the
 * tables of system calls; the list is of what containers refuse as well, and of what acts outside
 * of namespaces.
 */

import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Mount, mountOf } from "./mounts.ts";

/** Where a studio has it: its root is read-only. */
const confineInside = "/var/lib/habc/confine";

const allow = 0x7fff0000;
const refuseWith = (errno: number) => 0x00050000 | errno;
const notPermitted = refuseWith(1);
const notKnown = refuseWith(38);
const noSuchFamily = refuseWith(97);

/** One ABI of a machine: its name for audit, and the numbers of its system calls. */
interface Abi {
  readonly audit: number;
  /** add_key, request_key, keyctl; bpf, perf_event_open, userfaultfd. */
  readonly refused: readonly number[];
  readonly ioctl: number;
  readonly socket: number;
}

const x64: Abi = {
  audit: 0xc000003e,
  refused: [248, 249, 250, 321, 298, 323],
  ioctl: 16,
  socket: 41,
};
/** What a 64-bit kernel runs as well. */
const i386: Abi = {
  audit: 0x40000003,
  refused: [286, 287, 288, 357, 336, 374],
  ioctl: 54,
  socket: 359,
};

/** Typing into a terminal as if it were its user. */
const tiocsti = 0x5412;
const tioclinux = 0x541c;
/** Sockets to the host of a virtual machine know no network namespaces. */
const vsock = 40;

/** Places in `struct seccomp_data`, on a machine whose low halves come first. */
const at = { number: 0, audit: 4, firstArgument: 16, secondArgument: 24 };

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number];
const load = (place: number): Instruction => [0x20, 0, 0, place];
const keepBits = (mask: number): Instruction => [0x54, 0, 0, mask];
const isEqual = (value: number, ifTrue: number, ifFalse: number): Instruction => {
  return [0x15, ifTrue, ifFalse, value];
};
const end = (result: number): Instruction => [0x06, 0, 0, result];

function rulesOf({ refused, ioctl, socket }: Abi): Instruction[] {
  return [
    load(at.number),
    // The numbers of the x32 ABI have one bit more.
    keepBits(0xbfffffff),
    ...refused.flatMap((number) => [isEqual(number, 0, 1), end(notPermitted)]),
    ...[isEqual(ioctl, 0, 5), load(at.secondArgument)],
    ...[isEqual(tiocsti, 1, 0), isEqual(tioclinux, 0, 1), end(notPermitted), end(allow)],
    ...[isEqual(socket, 0, 3), load(at.firstArgument), isEqual(vsock, 0, 1), end(noSuchFamily)],
    end(allow),
  ];
}

function filter(abis: readonly Abi[]): Instruction[] {
  const parts = abis.flatMap((abi) => {
    const rules = rulesOf(abi);
    return [isEqual(abi.audit, 0, rules.length), ...rules];
  });
  return [load(at.audit), ...parts, end(notKnown)];
}

const baseAddress = 0x400000;
/** Behind the header and two program headers. */
const codeOffset = 64 + 2 * 56;

/** @param filterAddress Where `struct sock_fprog` will be. */
function x64Code(filterAddress: number): number[] {
  const word = (value: number) =>
    [value, value >> 8, value >> 16, value >> 24].map((b) => b & 0xff);
  const edi = (value: number) => [0xbf, ...word(value)];
  const esi = (value: number) => [0xbe, ...word(value)];
  const edx = (value: number) => [0xba, ...word(value)];
  const call = (number: number) => [0xb8, ...word(number), 0x0f, 0x05];
  return [
    // keyctl(KEYCTL_JOIN_SESSION_KEYRING, NULL)
    ...[...edi(1), ...esi(0), ...call(250)],
    // seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, filter): without the flag
    // older kernels slow all programs down that have a filter.
    ...[...edi(1), ...esi(4), ...edx(filterAddress), ...call(317)],
    // execve(argv[1], argv + 1, envp): mov rcx,[rsp]; mov rdi,[rsp+16]; lea rsi,[rsp+16]; lea rdx,[rsp+rcx*8+16]
    ...[0x48, 0x8b, 0x0c, 0x24, 0x48, 0x8b, 0x7c, 0x24, 0x10],
    ...[0x48, 0x8d, 0x74, 0x24, 0x10, 0x48, 0x8d, 0x54, 0xcc, 0x10],
    ...call(59),
    // exit(127)
    ...[...edi(127), ...call(60)],
  ];
}

/**
 * Puts the program into the root of a studio.
 *
 * @param root The folder of the host that becomes `/`.
 * @returns How a command begins that is to be confined: nothing where the program does not run.
 */
export function placeConfine(root: string, mounts: readonly Mount[]): readonly string[] {
  const content = confineProgram();
  const isNoexec = mountOf(mounts, root)?.options.includes("noexec");
  if (content === undefined || isNoexec) return [];
  const path = join(root, confineInside);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, 0o755);
  return [confineInside];
}

/** @returns The program for this machine; undefined where it is of another kind. */
function confineProgram(): Buffer | undefined {
  if (process.arch !== "x64") return undefined;
  const rules = filter([x64, i386]);
  const align = (value: number) => (value + 7) & ~7;
  const filterOffset = align(codeOffset + x64Code(0).length);
  const rulesOffset = filterOffset + 16;
  const file = Buffer.alloc(rulesOffset + rules.length * 8);
  Buffer.from(x64Code(baseAddress + filterOffset)).copy(file, codeOffset);
  file.writeUInt16LE(rules.length, filterOffset);
  file.writeBigUInt64LE(BigInt(baseAddress + rulesOffset), filterOffset + 8);
  for (const [index, [code, ifTrue, ifFalse, value]] of rules.entries()) {
    const place = rulesOffset + index * 8;
    file.writeUInt16LE(code, place);
    file.writeUInt8(ifTrue, place + 2);
    file.writeUInt8(ifFalse, place + 3);
    file.writeUInt32LE(value >>> 0, place + 4);
  }
  writeHeaders(file);
  return file;
}

/** ELF, 64 bits, x86-64: one segment that is read and run, and a stack that is not run. */
function writeHeaders(file: Buffer): void {
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  const shorts = { 16: 2, 18: 62, 52: 64, 54: 56, 56: 2 };
  for (const [place, value] of Object.entries(shorts)) file.writeUInt16LE(value, Number(place));
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(baseAddress + codeOffset), 24);
  file.writeBigUInt64LE(64n, 32);
  const [load, stack] = [64, 64 + 56];
  file.writeUInt32LE(1, load);
  file.writeUInt32LE(5, load + 4);
  for (const place of [16, 24]) file.writeBigUInt64LE(BigInt(baseAddress), load + place);
  for (const place of [32, 40]) file.writeBigUInt64LE(BigInt(file.length), load + place);
  file.writeBigUInt64LE(0x1000n, load + 48);
  file.writeUInt32LE(0x6474e551, stack);
  file.writeUInt32LE(6, stack + 4);
}
