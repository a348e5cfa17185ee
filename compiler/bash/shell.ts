import type { Function as FunctionNode, ParsedScript, Statement } from "unbash";
import type { Span } from "../ir/index.ts";
import type { Budget } from "./budget.ts";
import type { Cause } from "./cause.ts";
import type { Channel } from "./channel.ts";
import type { Files } from "./files.ts";
import type { Recorder } from "./recorder.ts";
import type { SourceText } from "./source-text.ts";
import type { State, Status } from "./state.ts";

/**
 * How a command leaves what is around it; nothing where it goes on to the next one.
 * `gone`: no way leads on from here, as every branch has left already.
 */
export type Flow =
  | undefined
  | { readonly kind: "return" }
  | { readonly kind: "exit"; readonly stops?: Cause }
  | { readonly kind: "break" | "continue"; levels: number }
  | { readonly kind: "gone" };

/** Something that `return`, `break` or `exit` leaves. */
export interface Frame {
  readonly kind: "function" | "source" | "loop" | "subshell";
  /** The states of branches that have left while another branch went on. */
  readonly left: { readonly flow: Flow; readonly state: State }[];
}

/** One entry of `BASH_SOURCE` and `FUNCNAME`, the innermost first in the list. */
export interface Call {
  /** The file as bash names it: how it was given to `source`. */
  readonly file: string | undefined;
  readonly name: string;
}

/** A plan being read: what bash would be if it ran it. */
export interface Shell {
  state: State;
  /** Above zero where it is not known whether the command at hand runs at all. */
  uncertain: number;
  /** Why, for the innermost such place. */
  doubt: Cause | undefined;
  readonly frames: Frame[];
  calls: readonly Call[];
  /** Open files by descriptor. */
  channels: ReadonlyMap<number, Channel>;
  /** The text that the nodes at hand point into. */
  source: SourceText;
  /** The place of the command at hand. */
  here: Span;
  /** How many subshells are around the command at hand. */
  subshells: number;
  /** The status of the last command substitution of the command at hand. */
  substituted: Status | undefined;
  readonly budget: Budget;
  readonly files: Files;
  readonly recorder: Recorder;
  /** Runs commands; a field so that words can run command substitutions. */
  readonly run: (shell: Shell, statements: readonly Statement[]) => Flow;
  /** Runs one command; a field so that functions can be called. */
  readonly runNode: (shell: Shell, node: FunctionNode["body"]) => Flow;
  /** Parses a text, from a cache where it can. */
  readonly parse: (text: string) => ParsedScript;
}
