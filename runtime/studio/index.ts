import { openInPlaceStudio } from "./in-place.ts";
import { openNamespaceStudio } from "./namespaces.ts";
import type { Studio, StudioSpec } from "./studio.ts";

/**
 * Opens the place that a build runs in.
 *
 * @param kind `namespaces` for a closed studio, `none` for the machine as it is.
 * @throws HabcError `studio-unavailable`, `studio-failed`, `tool-missing`, `results-unwritable`.
 */
export function openStudio(kind: Studio["kind"], spec: StudioSpec): Promise<Studio> {
  return kind === "none" ? openInPlaceStudio(spec) : openNamespaceStudio(spec);
}
