/**
 * How a command is declared. The argument parser, the help texts and the shell completions are
 * made from these declarations; only `run` is code, loaded when the command is used.
 */
import type { DiagnosticCode } from "../compiler/ir/index.ts";
import type { CommandContext } from "./context.ts";
import type { EnvironmentName } from "./environment.ts";

/** One argument, by its place. Only the last may be optional or repeated. */
export interface ArgumentSpec {
  /** In capitals, as the help shows it. */
  readonly name: string;
  readonly doc: string;
  readonly optional?: true;
  /** One or more; with `optional`, none or more. */
  readonly repeat?: true;
  readonly choices?: readonly string[];
  /** What else a shell completes it with. Absent: nothing. */
  readonly completes?: "file" | "folder" | "command" | "code";
}

/** One option. Without `value` it is a switch. */
export interface OptionSpec {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  /** The name of its value, in capitals. */
  readonly value?: string;
  readonly doc: string;
  readonly choices?: readonly string[];
  readonly default?: string;
  /** The option may be given several times. */
  readonly repeat?: true;
  /** It takes all words that follow, up to the next option. */
  readonly takesRest?: true;
  /** It may be given without its value. */
  readonly valueOptional?: true;
}

/** One command. */
export interface CommandSpec {
  /** One line for lists of commands. */
  readonly summary: string;
  /** What it does: paragraphs, each one line. */
  readonly description: readonly string[];
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  readonly environment: readonly EnvironmentName[];
  readonly examples: readonly { readonly command: string; readonly doc: string }[];
  /** What exit status 0 says. */
  readonly success: string;
  /** What other statuses say that no code of a refusal stands for. */
  readonly statuses?: readonly { readonly status: string; readonly doc: string }[];
  /** The refusals that a caller will want to tell apart by their exit status. */
  readonly refusals: readonly DiagnosticCode[];
  /**
   * The command ends by itself when its signal is aborted, and cleans up. Without this an
   * interrupt ends the process at once.
   */
  readonly interruptible?: true;
  /** Everything behind the first argument is an argument, whatever it looks like. */
  readonly passThrough?: true;
}

type Argument<S extends CommandSpec> = S["arguments"][number];
type Option<S extends CommandSpec> = S["options"][number];

type ArgumentValue<A> = A extends { repeat: true }
  ? readonly string[]
  : A extends { optional: true }
    ? ChoiceOf<A> | undefined
    : ChoiceOf<A>;

type ChoiceOf<O> = O extends { choices: readonly (infer Choice)[] } ? Choice : string;

type OptionValue<O> = O extends { value: string }
  ? O extends { repeat: true } | { takesRest: true }
    ? readonly string[]
    : O extends { default: string }
      ? ChoiceOf<O>
      : O extends { valueOptional: true }
        ? ChoiceOf<O> | true | undefined
        : ChoiceOf<O> | undefined
  : boolean;

/** What the user gave, with the types that the declaration says. */
export interface Invocation<S extends CommandSpec> {
  readonly arguments: { readonly [A in Argument<S> as A["name"]]: ArgumentValue<A> };
  readonly options: { readonly [O in Option<S> as O["name"]]: OptionValue<O> };
}

/**
 * Carries a command out.
 *
 * @returns The exit status.
 * @throws HabcError where it is refused.
 */
export type Run<S extends CommandSpec> = (
  invocation: Invocation<S>,
  context: CommandContext,
) => Promise<number>;
