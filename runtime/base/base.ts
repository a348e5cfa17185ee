/** What a build stands on beside its dependencies: `habc build --base`. */
import type { BuildRequest } from "../build/request.ts";
import type { Locations } from "../store/locations.ts";
import type { Package } from "../store/package.ts";
import type { StudioBase } from "../studio/studio.ts";

/** A base that is ready to build on. */
export interface Base {
  /** In words: `host`, `packages`, `folder debian` or `archive debian.tar.xz`. */
  readonly name: string;
  /** What a package that is built on it follows from; absent for the host. */
  readonly digest?: string;
  /** Absent: the host. */
  readonly studio?: StudioBase;
  /** Where its programs are found. */
  readonly path: string;
  /** The packages that it is made of. */
  readonly packages: readonly Package[];
}

/** Where a build runs, and what it may stand on. */
export interface BaseContext {
  readonly request: Pick<BuildRequest, "base" | "studio" | "environment" | "lint"> & {
    readonly plan: Pick<BuildRequest["plan"], "context">;
  };
  readonly locations: Locations;
  readonly target: string;
}
