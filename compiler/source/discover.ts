/**
 * Finds the plan of a folder.
 *
 * Source: plan-build, "plan lookup": the folder of the target wins over the folder itself, and
 * `habitat/` is as good as the folder.
 */
import { basename, dirname, join, resolve } from "node:path";
import { HabcError } from "../ir/index.ts";
import { isFile, seenAt, unseen } from "./look.ts";

/** A plan that was found. Paths are absolute. */
export interface DiscoveredPlan {
  readonly kind: "plan.sh" | "plan.ts";
  /** The plan file. */
  readonly file: string;
  /** The folder that holds it. */
  readonly context: string;
  /** The folder that was given: where the source is, if the plan downloads none. */
  readonly source: string;
  /** Plans that are not used because this one is for the target. */
  readonly shadowed: readonly string[];
}

const kinds = ["plan.ts", "plan.sh"] as const;

/**
 * @param given A folder, or a plan file.
 * @param target The platform to build for, such as `x86_64-linux`.
 * @throws HabcError `plan-not-found`, `plan-ambiguous`.
 */
export function discoverPlan(given: string, target: string): DiscoveredPlan {
  const place = resolve(given);
  const name = kinds.find((kind) => kind === basename(place));
  if (name !== undefined && isFile(place)) {
    const context = dirname(place);
    return { kind: name, file: place, context, source: sourceOf(context, target), shadowed: [] };
  }
  const nearer = candidates(place, [target, join("habitat", target)]);
  const farther = candidates(place, [".", "habitat"]);
  const [first, ...others] = nearer.length > 0 ? nearer : farther;
  if (first === undefined) throw notFound(place, target);
  if (others.length > 0) throw ambiguous([first, ...others]);
  return {
    kind: basename(first) as DiscoveredPlan["kind"],
    file: first,
    context: dirname(first),
    source: place,
    shadowed: nearer.length > 0 ? farther : [],
  };
}

/** The folder that would have been given for a plan in this one. */
function sourceOf(context: string, target: string): string {
  const outer = basename(context) === target ? dirname(context) : context;
  return basename(outer) === "habitat" ? dirname(outer) : outer;
}

function candidates(place: string, folders: readonly string[]): string[] {
  return folders.flatMap((folder) => kinds.map((kind) => join(place, folder, kind))).filter(isFile);
}

function notFound(place: string, target: string): HabcError {
  const seen = seenAt(place);
  if (seen === undefined) return new HabcError("plan-not-found", unseen(place));
  if (!seen.isDirectory()) {
    return new HabcError("plan-not-found", `${place} is no plan`, {
      hint: "a plan is a file plan.ts or plan.sh, or a folder with one",
    });
  }
  const places = ["", "habitat/", `${target}/`, `habitat/${target}/`];
  return new HabcError("plan-not-found", `there is no plan in ${place}`, {
    hint: `looked for plan.ts and plan.sh in ${places.map((folder) => folder || "it").join(", ")}`,
  });
}

function ambiguous(files: readonly string[]): HabcError {
  return new HabcError("plan-ambiguous", `more than one plan: ${files.join(", ")}`, {
    hint: "keep one of them, or move one to the folder of its target",
  });
}
