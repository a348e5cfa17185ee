import type { SyntaxNode } from "unbash";
import type { SourceText } from "../../bash/text/source-text.ts";
import type { Scope } from "./scope.ts";

/** Where a command stands in its callback. */
export interface Position {
  readonly source: SourceText;
  readonly scope: Scope;
  readonly isLast: boolean;
  /** How often the callback assigns each variable. */
  readonly counts: ReadonlyMap<string, number>;
  /** Variables that the callback exports. */
  readonly exports: ReadonlySet<string>;
  /** How often commands at its top level do. */
  readonly plain: ReadonlyMap<string, number>;
  /** The command before this one. */
  readonly previous: SyntaxNode | undefined;
  /** How many folders `pushd` has left. */
  folders: number;
}
