/** The programs that a studio is made with: coreutils, util-linux and bash. */
import { accessSync, constants, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";

/** Each program, and the package that a system usually has it from. */
const packages = {
  bash: "bash",
  cp: "coreutils",
  du: "coreutils",
  env: "coreutils",
  flock: "util-linux",
  ip: "iproute2",
  mkdir: "coreutils",
  mkfifo: "coreutils",
  mount: "util-linux",
  pivot_root: "util-linux",
  rm: "coreutils",
  script: "util-linux",
  setpriv: "util-linux",
  stty: "coreutils",
  tar: "tar",
  umount: "util-linux",
  unshare: "util-linux",
} as const;

export type ProgramName = keyof typeof packages;

/** An ordinary user's `PATH` often lacks the last ones. */
const usual = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

/**
 * @returns The absolute path of a program: where the system keeps it, else by `PATH`.
 * @throws HabcError `tool-missing`.
 */
export function program(name: ProgramName): string {
  const folders = [...usual, ...(process.env["PATH"] ?? "").split(":")];
  const found = folders
    .filter((folder) => folder.startsWith("/"))
    .map((folder) => join(folder, name))
    .find(isExecutable);
  if (found !== undefined) return found;
  throw new HabcError("tool-missing", `the program ${name} is missing`, {
    hint: `install ${packages[name]}; without a studio, \`--studio none\` builds in place`,
  });
}

/** Those that process 1 starts when the root of the host is gone: absolute paths. */
export function innerPrograms(): string[] {
  return (["env", "mount", "setpriv", "umount"] as const).map(program);
}

/** Where those lie. */
export function programFolders(): string[] {
  return innerPrograms().map((path) => dirname(realpathSync(path)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
