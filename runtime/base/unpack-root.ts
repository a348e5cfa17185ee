/** Unpacks a root file system once, for all builds that stand on it. */
import { execFile } from "node:child_process";
import { chmodSync, lstatSync, readdirSync, unlinkSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { HabcError } from "../../compiler/ir/index.ts";
import { asideName, errorCode, sweepAside, unwritable } from "../crypto/aside.ts";
import { program } from "../studio/programs.ts";
import { removeTree } from "../studio/remove-tree.ts";

/** What a studio has of its own; as an ordinary user no device could be made either. */
const leftOut = ["dev", "proc", "sys", "run", "tmp"];

/**
 * Members that lead outside are refused by tar itself: it takes no `..`, no leading slash, and
 * writes through no link. Devices and pipes, and rights of files, are left out here.
 *
 * @param archive A tar archive, which tar can tell how to expand.
 * @param folder Gets its name when it is whole.
 * @param check Throws for what is no root file system.
 * @throws HabcError `base-unusable`, `results-unwritable`, `tool-missing`.
 */
export async function unpackRoot(
  archive: string,
  folder: string,
  check: (made: string) => void,
): Promise<void> {
  const aside = asideName(folder);
  try {
    await mkdir(dirname(folder), { recursive: true });
    await sweepAside(folder);
    await mkdir(aside, { mode: 0o755 });
    await unpack(archive, aside);
    settle(aside);
    check(aside);
    await rename(aside, folder);
  } catch (thrown) {
    await removeTree(aside);
    // Another build was quicker.
    if (["EEXIST", "ENOTEMPTY"].includes(errorCode(thrown) ?? "")) return;
    throw unwritable(folder, thrown);
  }
}

async function unpack(archive: string, into: string): Promise<void> {
  const excluded = leftOut.flatMap((name) => [`--exclude=./${name}/*`, `--exclude=${name}/*`]);
  const args = ["--extract", "--file", archive, "--directory", into, "--no-same-owner"];
  try {
    await promisify(execFile)(program("tar"), [...args, "--anchored", ...excluded], {
      env: { PATH: process.env["PATH"], LC_ALL: "C" },
    });
  } catch (thrown) {
    const { stderr = "" } = thrown as { stderr?: string };
    const words = stderr.trim().split("\n").slice(0, 3).join("; ");
    throw new HabcError("base-unusable", `${archive} cannot be unpacked: ${words}`, {
      cause: thrown,
    });
  }
}

function settle(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stats = lstatSync(path);
    if (stats.isDirectory()) {
      chmodSync(path, (stats.mode & 0o777) | 0o700);
      settle(path);
    } else if (stats.isFile()) {
      if ((stats.mode & 0o6000) !== 0) chmodSync(path, stats.mode & 0o777);
    } else if (!stats.isSymbolicLink()) {
      unlinkSync(path);
    }
  }
}
