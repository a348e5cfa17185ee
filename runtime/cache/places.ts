/** Where the build cache is. */
import { dirname, join, resolve } from "node:path";
import type { Locations } from "../store/locations.ts";

/** Folders of the build cache. */
export interface CachePlaces {
  /** In the order in which they are asked; the first that can be written to gets what is built. */
  readonly folders: readonly string[];
  /** The one of this machine. */
  readonly own: string;
}

/** `HABC_CACHE` names a folder that machines share; the one of this machine is below the caches. */
export function cachePlaces(
  { HABC_CACHE: shared }: Readonly<Record<string, string | undefined>>,
  { artifactCache }: Pick<Locations, "artifactCache">,
  cwd: string,
): CachePlaces {
  const own = join(dirname(artifactCache), "builds");
  return { folders: shared ? [resolve(cwd, shared), own] : [own], own };
}
