/** Turns the places of a studio into mounts. */
import { join, posix } from "node:path";
import { isFolder } from "../look.ts";
import type { FstabEntry } from "./fstab.ts";
import type { Bind, Cover, Place } from "./layout.ts";
import { isWithin, lockedOptions, type Mount, mountOf, mountsBelow } from "./mounts.ts";

/** What the mounts follow from. */
export interface MountContext {
  /** The folder of the host that becomes `/`. */
  readonly root: string;
  /** The mounts of the host. */
  readonly mounts: readonly Mount[];
}

/** The root itself: read-only, so that no place can be made that is not in the layout. */
export function rootEntry({ root, mounts }: MountContext): FstabEntry {
  return { source: root, target: root, type: "none", options: readOnly(mounts, root, "bind") };
}

/** @returns The mounts in the order of the places. */
export function mountEntries(places: readonly Place[], context: MountContext): FstabEntry[] {
  return places.flatMap((place) => entriesOf(place, context));
}

function entriesOf(place: Place, context: MountContext): FstabEntry[] {
  const target = join(context.root, place.inside);
  switch (place.kind) {
    case "bind":
      return bindEntries(place, context);
    case "fresh":
      return [{ source: place.type, target, type: place.type, options: place.options }];
    case "cover":
      return [coverEntry(place.as, target)];
  }
}

/**
 * A mount with others below it has to be taken with them: an ordinary user may not uncover what
 * they hide. The read-only flag reaches the topmost alone, so those below follow on their own.
 */
function bindEntries(place: Bind, context: MountContext): FstabEntry[] {
  const { root, mounts } = context;
  const below = mountsBelow(mounts, place.host);
  const how = below.length === 0 ? "bind" : "rbind";
  const options = place.writable ? [how] : readOnly(mounts, place.host, how);
  const target = join(root, place.inside);
  const entries: FstabEntry[] = [{ source: place.host, target, type: "none", options }];
  for (const point of outermost(below)) {
    const inside = posix.join(place.inside, posix.relative(place.host, point));
    if (place.below === "covered") {
      entries.push(coverEntry(isFolder(point) ? "empty-folder" : "empty-file", join(root, inside)));
    } else if (!place.writable) {
      entries.push(...bindEntries({ ...place, host: point, inside }, context));
    }
  }
  return entries;
}

function outermost(points: readonly string[]): string[] {
  return points.filter((point) => !points.some((o) => o !== point && isWithin(point, o)));
}

function coverEntry(as: Cover["as"], target: string): FstabEntry {
  const options = ["ro", "nosuid", "nodev", "noexec"];
  switch (as) {
    case "empty-folder":
      return { source: "tmpfs", target, type: "tmpfs", options: [...options, "mode=0555"] };
    case "empty-file":
      return { source: "/dev/null", target, type: "none", options: ["bind"] };
    case "read-only":
      return { source: target, target, type: "none", options: ["bind", ...options] };
  }
}

function readOnly(mounts: readonly Mount[], path: string, how: "bind" | "rbind"): string[] {
  return [how, "ro", ...lockedOptions(mountOf(mounts, path))];
}
