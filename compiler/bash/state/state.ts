import type { Function as FunctionNode } from "unbash";
import type { Cause, Text, Unknown } from "../cause.ts";
import type { SourceText } from "../text/source-text.ts";
import type { Variable } from "./value.ts";

/** A function, with the text that its nodes point into. */
export interface FunctionDefinition {
  readonly node: FunctionNode;
  readonly source: SourceText;
  /** `BASH_SOURCE` inside it: the file that defined it, as bash names it. */
  readonly file: string | undefined;
}

/** A function that is defined on some ways through the plan and not, or differently, on others. */
export interface UncertainFunction extends Unknown {
  readonly definition: FunctionDefinition;
}

export type FunctionEntry = FunctionDefinition | UncertainFunction;

/** One level of variables. A temporary one holds the assignments before a command. */
export interface Scope {
  readonly kind: "global" | "function" | "temporary";
  readonly variables: Map<string, Variable>;
}

/** `$1`, `$2` … `open` says why there may be more or fewer than the list has. */
export interface Positional {
  readonly items: readonly Text[];
  readonly open?: Cause;
}

/** An exit status from 0 to 255. */
export type Status = number | Unknown;

/** All that commands change. Branches that cannot be decided run on copies, which are joined. */
export interface State {
  readonly scopes: Scope[];
  readonly functions: Map<string, FunctionEntry>;
  positional: Positional;
  status: Status;
  /** Names of the options of `set -o` and `shopt` that are on. */
  readonly options: Set<string>;
  /** The working directory, absolute. */
  directory: Text;
  /** The folders that `pushd` has left, the last one first. */
  folders: readonly Text[];
  /** Why files may have other content than the disk says. */
  written: Cause | undefined;
}

/** A copy that can be changed on its own. Values are immutable and shared. */
export function copyState(state: State): State {
  return {
    ...state,
    scopes: state.scopes.map((scope) => ({
      kind: scope.kind,
      variables: new Map(scope.variables),
    })),
    functions: new Map(state.functions),
    options: new Set(state.options),
  };
}
