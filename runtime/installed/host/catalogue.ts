/** Every package of origin `core` that the host can stand in for. */
import { hostBase } from "./base.ts";
import { hostLibraries } from "./libraries.ts";
import type { HostPackageSpec } from "./spec.ts";
import { hostTools } from "./tools.ts";

/** The origin whose packages stand-ins replace. */
export const standInOrigin = "core";

/** By the name of the package, sorted. */
export const hostPackages: ReadonlyMap<string, HostPackageSpec> = new Map(
  Object.entries<HostPackageSpec>({ ...hostBase, ...hostTools, ...hostLibraries }).sort(
    ([a], [b]) => (a < b ? -1 : 1),
  ),
);
