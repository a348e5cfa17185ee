import type { Diagnostic } from "../../../compiler/ir/index.ts";

/** What a source knows. */
export interface KnownNames {
  readonly packages: readonly NamedPackage[];
  /** What keeps it from knowing more. */
  readonly problems: readonly Diagnostic[];
}

/** A package, or a plan that makes one. */
export interface NamedPackage {
  /** `origin/name`. */
  readonly name: string;
  /** The names that it exports. */
  readonly exports: Iterable<string>;
}
