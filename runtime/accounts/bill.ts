import type { DescribedPackage } from "./described-package.ts";

/** What a bill of materials is made of. */
export interface Bill {
  readonly main: DescribedPackage;
  /** What it runs with, directly and not; absent ones are only named by their dependents. */
  readonly closure: readonly DescribedPackage[];
  /** Where the package lies as a file. */
  readonly artifact?: { readonly name: string; readonly sha256: string };
  /** When the bill was made, in milliseconds since 1970. */
  readonly time: number;
  /** The version of habc. */
  readonly habc: string;
}

/** The time as SPDX and CycloneDX want it: UTC, whole seconds. */
export function timestamp(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
