/** Takes back what a plan did to folders of the host that it could write to. */
import { chmodSync, lchownSync, lstatSync, readdirSync, realpathSync, type Stats } from "node:fs";
import { join } from "node:path";

/** Clocks of file systems may be a little behind. */
const clockSlackMs = 1000;

/** A folder that a plan can write to. */
export interface OpenFolder {
  readonly folder: string;
  /**
   * Whether it holds folders of many plans, of which those are looked through that were changed
   * themselves, or are this plan's: all of them together may be millions of files. What a plan
   * hides deep in the folder of another one is gone when that one is built again.
   */
  readonly isOfMany?: boolean;
}

/** What gives back what a plan took. */
export interface Owners {
  /** Names the folder of the plan in one of many. */
  own(name: string): void;
  /**
   * Gives that which was changed below the folders to their owners, and takes set-user-ID bits
   * and capabilities from files: they would be for anybody on the host to use. To be called when
   * no process of the plan is left. Never throws, and follows no links.
   */
  settle(): void;
}

/** Notes whose some folders are, before a plan can write to them. */
export function watchOwners(folders: readonly OpenFolder[]): Owners {
  const since = Date.now() - clockSlackMs;
  const names = new Set<string>();
  const watched = folders.map(({ folder, isOfMany = false }) => {
    const real = realpathSync(folder);
    return { folder: real, before: lstatSync(real), isOfMany };
  });
  return {
    own: (name) => void names.add(name),
    settle() {
      for (const { folder, before, isOfMany } of watched) {
        settle(folder, before);
        settleBelow(folder, { since, before }, (name, { ctimeMs }) => {
          return !isOfMany || ctimeMs >= since || names.has(name);
        });
      }
    },
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

function settleBelow(
  folder: string,
  settlement: Settlement,
  enters: (name: string, stats: Stats) => boolean = () => true,
): void {
  const { since, before } = settlement;
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    try {
      const stats = lstatSync(path);
      // The time of change is the one that nobody can set.
      if (stats.ctimeMs >= since && isUnsettled(stats, before)) {
        lchownSync(path, before.uid, before.gid);
      }
      if (stats.isDirectory() && enters(name, stats)) settleBelow(path, settlement);
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
