import type { CommandNode, CompoundList, ParsedScript, Redirection, Statement } from "unbash";
import type { Span } from "../ir/index.ts";
import type { Budget } from "./budget.ts";
import type { Cause, Text, Unknown } from "./cause.ts";
import type { Recorder } from "./recorder.ts";
import type { State, Status } from "./state/state.ts";
import type { SourceText } from "./text/source-text.ts";

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
  readonly kind: "plan" | "function" | "source" | "loop" | "subshell";
  /** The states of branches that have left while another branch went on. */
  readonly left: { readonly flow: Flow; readonly state: State }[];
}

/**
 * How redirections turned out: `yes` where all of them were made, `no` where one failed, so that
 * the command does not run, or the cause that this cannot be known.
 */
export type Redirected = "yes" | "no" | Unknown;

/** One entry of `BASH_SOURCE` and `FUNCNAME`, the innermost first in the list. */
export interface Call {
  /** The file as bash names it: how it was given to `source`. */
  readonly file: string | undefined;
  readonly name: string;
}

/** Collects output. */
export interface Sink {
  readonly kind: "sink";
  text: string;
  unknown: Cause | undefined;
  /** The shell's `uncertain` when it was opened. */
  readonly certainty: number;
}

/** Gives input. */
export interface Input {
  readonly kind: "input";
  text: Text;
  position: number;
  readonly certainty: number;
}

/** Where output goes that nobody reads. */
export interface Discard {
  readonly kind: "discard";
}

export type Channel = Sink | Input | Discard;

/** The files that a plan's top level may read: those below one folder, its repository. */
export interface Files {
  /** Absolute, without symbolic links. */
  readonly root: string;
  /** Absolute paths of the files whose content was read. */
  readonly read: Set<string>;
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
  /** Above zero where a failure is asked about, as in a condition: `set -e` does not count there. */
  tested: number;
  /**
   * Whether that is so around the file or text at hand, up to the next command substitution. A build
   * asks whether the plan loads.
   */
  testedAround: boolean;
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
  readonly runNode: (shell: Shell, node: CommandNode | CompoundList) => Flow;
  /** Evaluates arithmetic; a field so that an integer variable can take an expression. */
  readonly calculate: (shell: Shell, text: Text) => bigint | Unknown;
  /** Makes redirections; a field so that `$(< file)` can. */
  readonly redirect: (shell: Shell, redirections: readonly Redirection[]) => Redirected;
  /** `PATH` as the plan finds it, where the environment that was given has it. */
  readonly path: string | undefined;
  /** The folder that holds the plan, absolute. */
  readonly context: string;
  /** Parses a text, from a cache where it can. */
  readonly parse: (text: string) => ParsedScript;
}
