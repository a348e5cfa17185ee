/** Looks at a studio from outside before anything of a plan runs in it. */
import { HabcError } from "../../compiler/ir/index.ts";
import type { Layout, Place } from "./layout.ts";
import { sourceInside } from "./layout.ts";
import { isWithin, reachable, readMounts } from "./mounts.ts";

/**
 * Every mount must be read-only, or lie in a place that is meant to be written to. A mount that
 * the layout does not know, such as one of the host below a folder that is shown, must not
 * become a way out.
 *
 * @param pid Process 1, as the host sees it.
 * @throws HabcError `studio-failed`.
 */
export function checkClosed(pid: number, layout: Layout): void {
  const places = [...layout.base, ...layout.source];
  for (const { point, options } of reachable(readMounts(`/proc/${pid}/mountinfo`))) {
    if (options.includes("ro") || isMeantWritable(places, point)) continue;
    throw new HabcError("studio-failed", `${point} could be written to from inside the studio`, {
      hint: "unmount what is mounted there on the host, or build in place with `--studio none`",
    });
  }
}

function isMeantWritable(places: readonly Place[], point: string): boolean {
  if (point === sourceInside) return true;
  const nearest = places
    .filter((place) => isWithin(point, place.inside))
    .reduce<Place | undefined>(
      (best, place) =>
        best === undefined || place.inside.length >= best.inside.length ? place : best,
      undefined,
    );
  switch (nearest?.kind) {
    case "bind":
      return nearest.writable;
    case "fresh":
      return true;
    // The device that is shown in place of a file takes everything and keeps nothing.
    case "cover":
      return nearest.as === "empty-file";
    case undefined:
      return false;
  }
}
