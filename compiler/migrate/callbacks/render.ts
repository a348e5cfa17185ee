/** What commands are made part of a template with. */
import type { SyntaxNode } from "unbash";
import type { SourceText } from "../../bash/text/source-text.ts";
import type { Scope } from "./scope.ts";

/** A stretch of source and what stands there instead, as text of a template. */
export interface Edit {
  readonly pos: number;
  readonly end: number;
  readonly text: string;
}

/** A text being made. */
export interface Render {
  readonly scope: Scope;
  readonly source: SourceText;
  readonly edits: Edit[];
  /** Variables that the text itself assigns, in the process that this part of it runs in. */
  own: ReadonlySet<string>;
  /** Whether it runs in a process of its own, which `cd` and the like may change. */
  apart: boolean;
  /** Whether the text is a whole function, run as bash runs one. */
  readonly isFunction: boolean;
  /** Goes through a command inside a word; a field, as words and commands hold each other. */
  readonly visit: (render: Render, node: SyntaxNode) => void;
}
