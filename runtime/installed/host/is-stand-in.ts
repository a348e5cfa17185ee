import type { Package } from "../../store/package.ts";

/** The metadata file that only stand-ins have. */
export const standInFile = "HOST_STAND_IN";

/** Whether a package only leads to programs and libraries of the host. */
export function isStandIn(found: Pick<Package, "text">): boolean {
  return found.text(standInFile) !== undefined;
}
