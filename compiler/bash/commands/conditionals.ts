import type { Case, CaseItem, CompoundList, If } from "unbash";
import { isUnknown, knownOr, type Text, type Unknown, unknown } from "../cause.ts";
import { matches } from "../glob/match.ts";
import type { Flow, Shell } from "../shell.ts";
import { fork } from "../state/fork.ts";
import { expandPattern, expandText } from "../words/word.ts";

type Run = (list: CompoundList) => Flow;

/** How lists of commands are run: those that do something, and those that answer a question. */
export interface Runs {
  readonly run: Run;
  readonly ask: Run;
}

/** Runs an `if`; both ways where the condition is not known. */
export function runIf(shell: Shell, node: If, runs: Runs): Flow {
  return tryBranches(shell, [node, ...node.elif], node.else, runs);
}

function tryBranches(
  shell: Shell,
  branches: readonly Pick<If, "clause" | "then">[],
  otherwise: CompoundList | undefined,
  runs: Runs,
): Flow {
  const { run, ask } = runs;
  const [branch, ...rest] = branches;
  if (branch === undefined) {
    if (otherwise !== undefined) return run(otherwise);
    shell.state.status = 0;
    return undefined;
  }
  const flow = ask(branch.clause);
  if (flow !== undefined) return flow;
  const { status } = shell.state;
  const next = () => tryBranches(shell, rest, otherwise, runs);
  if (isUnknown(status)) return fork(shell, status.cause, [() => run(branch.then), next]);
  return status === 0 ? run(branch.then) : next();
}

/** Runs a `case`; every way that is possible where a match is not known. */
export function runCase(shell: Shell, node: Case, run: Run): Flow {
  return tryItems(shell, expandText(shell, node.word), node.items, run);
}

function tryItems(shell: Shell, text: Text, items: readonly CaseItem[], run: Run): Flow {
  const [item, ...rest] = items;
  if (item === undefined) {
    shell.state.status = 0;
    return undefined;
  }
  const matched = matchesItem(shell, text, item);
  const hit = () => runItem(shell, text, item, rest, run);
  const miss = () => tryItems(shell, text, rest, run);
  if (isUnknown(matched)) return fork(shell, matched.cause, [hit, miss]);
  return matched ? hit() : miss();
}

function matchesItem(shell: Shell, text: Text, item: CaseItem): boolean | Unknown {
  let doubt: Unknown | undefined;
  for (const word of item.pattern) {
    const pattern = expandPattern(shell, word, shell.state.options.has("extglob"));
    if ("cause" in pattern) {
      doubt ??= pattern;
      continue;
    }
    if (
      pattern.elements.length === 1 &&
      pattern.elements[0]?.kind === "star" &&
      doubt === undefined
    )
      return true;
    if (isUnknown(text)) {
      doubt ??= text;
      continue;
    }
    const result = knownOr<boolean | Unknown>(
      () => matches(shell, pattern, text),
      (cause) => unknown(cause),
    );
    if (result === true) return true;
    if (isUnknown(result)) doubt ??= result;
  }
  return doubt ?? false;
}

function runItem(
  shell: Shell,
  text: Text,
  item: CaseItem,
  rest: readonly CaseItem[],
  run: Run,
): Flow {
  if (item.body.commands.length === 0) shell.state.status = 0;
  const flow = run(item.body);
  if (flow !== undefined || item.terminator === undefined || item.terminator === ";;") return flow;
  if (item.terminator === ";;&") return tryItems(shell, text, rest, run);
  const [next, ...others] = rest;
  return next === undefined ? undefined : runItem(shell, text, next, others, run);
}
