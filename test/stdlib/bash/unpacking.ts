/** A source cache of its own for each test, and `unpack_file` in it. */
import { spawnSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { assetPath } from "../../../runtime/assets.ts";
import type { TarMember } from "./tarball.ts";

const programs = assetPath("stdlib/bash/archive.bash");

export let top: string;
export let cache: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "habc-unpack-")));
  cache = join(top, "src cache");
  mkdirSync(cache);
});

afterEach(() => {
  spawnSync("chmod", ["-R", "u+rwX", top]);
  rmSync(top, { recursive: true });
});

export interface Unpacked {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs unpack_file as a plan would, in a shell with odd options, and checks what it must leave. */
export function unpack(file: string, path = process.env["PATH"] ?? ""): Unpacked {
  const script = `
    build_line() { printf 'LINE %s\\n' "$1"; }
    warn() { printf 'WARN %s\\n' "$1" >&2; }
    source "$1"
    tar() { echo "a function of the plan" >&2; return 99; }
    set -eE -o pipefail -o noclobber -o noglob -o nounset
    shopt -s nullglob failglob nocasematch
    IFS=/.a
    CDPATH=/usr
    trap 'printf "ERR %s\\n" "$PWD" >&2' ERR
    trap 'printf "AT %s %s %s\\n" "$?" "$PWD" "$-" ' EXIT
    PATH=$3
    unpack_file "$2"
    printf 'DONE\\n'
  `;
  const before = join(top, "elsewhere");
  mkdirSync(before, { recursive: true });
  const ran = spawnSync("bash", ["-c", script, "plan", programs, file, path], {
    cwd: before,
    env: { ...process.env, HAB_CACHE_SRC_PATH: cache },
    encoding: "utf8",
    input: "y\n",
  });
  expect(ran.stdout).toContain(`LINE Unpacking ${file}\n`);
  expect(ran.stdout).toMatch(new RegExp(`AT ${ran.status} ${before} [a-zA-Z]*C`));
  expect(ran.stdout.includes("DONE")).toBe(ran.status === 0);
  // One failure is one failure: of the call, not of something inside.
  expect(ran.stderr.match(/^ERR .*$/gm) ?? []).toHaveLength(ran.status === 0 ? 0 : 1);
  expect(readdirSync(cache).filter((name) => name.startsWith(".unpack"))).toEqual([]);
  return ran;
}

export function write(name: string, bytes: Uint8Array | string): void {
  writeFileSync(join(cache, name), bytes);
}

export function read(name: string): string {
  return readFileSync(join(cache, name), "utf8");
}

/** A folder with these programs of the machine and no other. */
export function onlyPrograms(...names: readonly string[]): string {
  const folder = join(top, "bin");
  mkdirSync(folder);
  for (const name of names) {
    const found = spawnSync("bash", ["-c", `type -P ${name}`], { encoding: "utf8" }).stdout.trim();
    symlinkSync(found, join(folder, name));
  }
  return folder;
}

export const source: readonly TarMember[] = [
  { name: "pkg-1.0/", type: "5", mode: 0o755 },
  { name: "pkg-1.0/run me.sh", content: "#!/bin/sh\n", mode: 0o755 },
  { name: "pkg-1.0/sub/", type: "5", mode: 0o755 },
  { name: "pkg-1.0/sub/text", content: "text\n" },
  { name: "pkg-1.0/link", type: "2", target: "sub/text" },
  { name: "pkg-1.0/absolute", type: "2", target: "/usr/share/misc/config.guess" },
  { name: "pkg-1.0/up", type: "2", target: "../../elsewhere" },
  { name: "pkg-1.0/hard", type: "1", target: "pkg-1.0/sub/text" },
];

export function expectSource(): void {
  expect(read("pkg-1.0/sub/text")).toBe("text\n");
  expect(statSync(join(cache, "pkg-1.0/run me.sh")).mode & 0o7777).toBe(0o755);
  expect(lstatSync(join(cache, "pkg-1.0/absolute")).isSymbolicLink()).toBe(true);
  expect(lstatSync(join(cache, "pkg-1.0/up")).isSymbolicLink()).toBe(true);
  expect(statSync(join(cache, "pkg-1.0/hard")).nlink).toBe(2);
  if (process.getuid?.() === 0) expect(statSync(join(cache, "pkg-1.0/sub/text")).uid).toBe(0);
}
