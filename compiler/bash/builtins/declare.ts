import type { Assignment, Word } from "unbash";
import { type Cause, Lost } from "../cause.ts";
import { finishAssignment, prepareAssignment } from "../commands/assignment.ts";
import { write } from "../commands/channel.ts";
import { knownArguments, type Outcome } from "../commands/command-table.ts";
import type { Shell } from "../shell.ts";
import { type SourceText, spanOf } from "../text/source-text.ts";
import { excerpt, isName } from "../text/text.ts";
import { expandBraces, mayHaveBraces } from "../words/braces.ts";
import { expandWords } from "../words/word.ts";
import { attributesOf, declareOne, type Target } from "./declaration.ts";

/** The builtins whose arguments are assignments. */
export const declarationNames: ReadonlySet<string> = new Set([
  "declare",
  "typeset",
  "local",
  "export",
  "readonly",
]);

/** What the options before the names ask for. */
interface Options {
  readonly on: Set<string>;
  readonly off: Set<string>;
}

/** Runs `declare`, `local`, `export`, `readonly` and `typeset`. */
export function declare(
  shell: Shell,
  command: string,
  args: readonly Argument[],
  cause: Cause,
): Outcome {
  const options: Options = { on: new Set(), off: new Set() };
  const targets: Target[] = [];
  let optionsEnd = false;
  const { source } = shell;
  for (const arg of args.flatMap((one) => expandedArgument(shell, one))) {
    if (arg.made !== undefined) shell.source = arg.made;
    const { node } = arg;
    if (node.type === "Assignment") {
      shell.here = spanOf(shell.source, node);
      targets.push({ name: node.name, source: shell.source, ...prepareAssignment(shell, node) });
      optionsEnd = true;
    } else if (node.type === "Word") {
      const words = knownArguments(expandWords(shell, [node]));
      if ("cause" in words) throw new Lost(words.cause);
      for (const word of words) {
        optionsEnd ||= !/^[-+][A-Za-z]+$/.test(word);
        if (word === "--") continue;
        if (!optionsEnd) takeOptions(options, word);
        else targets.push({ ...targetOf(word, cause), source: shell.source });
      }
    }
    shell.source = source;
  }
  return declareAll(shell, command, options, targets, cause);
}

type Argument = Word | Assignment | { type: "Redirect" | "HereDoc" | "HereString" };

/** The words that an argument becomes by brace expansion, after which it is no assignment. */
function expandedArgument(
  shell: Shell,
  node: Argument,
): readonly { node: Argument; made?: SourceText }[] {
  if (node.type !== "Assignment" || node.value.type !== "Word" || !mayHaveBraces(node.text)) {
    return [{ node }];
  }
  const texts = expandBraces(node.text, 4000);
  if (texts?.length === 1 && texts[0] === node.text) return [{ node }];
  const at = spanOf(shell.source, node);
  return (texts ?? []).flatMap((text) => {
    const made: SourceText = { file: shell.source.file, text: `: ${text}`, at };
    const command = shell.parse(made.text).commands[0]?.command;
    if (command?.type !== "Command" || command.suffix.some((one) => one.end > text.length + 2)) {
      throw new Lost({ reason: `expands the braces of \`${excerpt(node.text)}\``, span: at });
    }
    return command.suffix.map((one) => ({ node: one, made }));
  });
}

function takeOptions(options: Options, word: string): void {
  for (const letter of word.slice(1)) (word.startsWith("-") ? options.on : options.off).add(letter);
}

/** A name, or an assignment that only expansions made one. */
function targetOf(word: string, cause: Cause): Omit<Target, "source"> {
  if (isName(word)) return { name: word };
  const parsed = /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=([\s\S]*)$/.exec(word);
  const [, name, plus, text] = parsed ?? [];
  if (name === undefined || text === undefined || text.startsWith("(")) throw new Lost(cause);
  const value: Word = { type: "Word", text, value: text, pos: 0, end: 0 };
  const node: Assignment = {
    type: "Assignment",
    name,
    value,
    index: undefined,
    append: plus === "+",
    text: word,
    pos: 0,
    end: 0,
  };
  return { name, node, text };
}

function declareAll(
  shell: Shell,
  command: string,
  options: Options,
  targets: readonly Target[],
  cause: Cause,
): Outcome {
  const { on, off } = options;
  const inFunction = shell.state.scopes.some((scope) => scope.kind === "function");
  if (on.has("p") || (targets.length === 0 && on.size === 0) || on.has("f") || on.has("F")) {
    write(shell, 1, { cause });
    return command === "export" && targets.length > 0 ? 0 : { cause };
  }
  if (command === "local" && !inFunction) {
    write(shell, 2, { cause });
    return 1;
  }
  const unlet = command === "export" && on.has("n");
  if (on.has("I") || on.has("t")) throw new Lost(cause);
  const isLocal =
    command === "local" ||
    ((command === "declare" || command === "typeset") && inFunction && !on.has("g"));
  const attributes = attributesOf(command, on, cause);
  const { source } = shell;
  for (const target of targets) {
    shell.source = target.source;
    if (unlet) finishPlain(shell, target);
    else declareOne(shell, target, isLocal, on, off, attributes);
    shell.source = source;
  }
  return 0;
}

function finishPlain(shell: Shell, target: Target): void {
  if (target.node !== undefined) finishAssignment(shell, { ...target, node: target.node });
}
