/** Takes back what a plan did to folders of the host that it could write to. */
import { chmodSync, lchownSync, lstatSync, readdirSync, realpathSync, type Stats } from "node:fs";
import { join } from "node:path";

/** Clocks of file systems may be a little behind. */
const clockSlackMs = 1000;

/**
 * Notes whose some folders are, before a plan can write to them.
 *
 * @returns What gives that which was changed below them since to the owners of the folders, and
 *   takes set-user-ID bits and capabilities from files: they would be for anybody on the host to
 *   use. To be called when no process of the plan is left. Never throws, and follows no links.
 */
export function watchOwners(folders: readonly string[]): () => void {
  const since = Date.now() - clockSlackMs;
  const real = folders.map((folder) => realpathSync(folder));
  const watched = real.map((folder) => ({ folder, before: lstatSync(folder) }));
  return () => {
    for (const { folder, before } of watched) {
      settle(folder, before);
      settleBelow(folder, { since, before });
    }
  };
}

const isRoot = process.getuid?.() === 0;

interface Settlement {
  readonly since: number;
  readonly before: Stats;
}

function settle(folder: string, { uid, gid, mode }: Stats): void {
  try {
    lchownSync(folder, uid, gid);
    chmodSync(folder, mode & 0o7777);
  } catch {
    // On a file system that is read-only by now, nothing was changed.
  }
}

function settleBelow(folder: string, settlement: Settlement): void {
  const { since, before } = settlement;
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    try {
      const stats = lstatSync(path);
      // The time of change is the one that nobody can set.
      if (stats.ctimeMs >= since && isUnsettled(stats, before)) {
        lchownSync(path, before.uid, before.gid);
      }
      if (stats.isDirectory()) settleBelow(path, settlement);
    } catch {
      // It went away, as files of another build may.
    }
  }
}

/** Changing the owner, even to the same, is what takes away rights. Capabilities are not seen. */
function isUnsettled(stats: Stats, { uid }: Stats): boolean {
  if (stats.uid !== uid) return true;
  const givesRights = (stats.mode & 0o6000) !== 0 || (isRoot && (stats.mode & 0o111) !== 0);
  return stats.isFile() && givesRights;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
