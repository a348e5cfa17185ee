import type { ArithmeticFor, CompoundList, For, While } from "unbash";
import { limits, spend } from "../budget.ts";
import {
  Abandoned,
  type Cause,
  conditionCause,
  isUnknown,
  type Text,
  type Unknown,
  unknown,
} from "../cause.ts";
import type { Flow, Frame, Shell } from "../shell.ts";
import { assignText } from "../state/assign-text.ts";
import { closeFrame, waitInFrame } from "../state/fork.ts";
import { joinStates, sameState } from "../state/join.ts";
import { copyState } from "../state/state.ts";
import { spanOf } from "../text/source-text.ts";
import { evaluateExpression } from "../words/parts.ts";
import { expandWords } from "../words/word.ts";
import type { Runs } from "./conditionals.ts";

type Run = (list: CompoundList) => Flow;

/** What one round of a loop does before its body: whether it is run at all. */
type Next = () => boolean | Unknown | { flow: Flow };

/** Runs `for name in words`. */
export function runFor(shell: Shell, node: For, run: Run): Flow {
  const name = node.name.value;
  const words =
    node.wordlist === undefined ? shell.state.positional : expandWords(shell, node.wordlist);
  const span = spanOf(shell.source, node.name);
  shell.state.status = 0;
  if (words.open !== undefined) {
    const { open } = words;
    return runLoop(shell, node.body, run, () => {
      setVariable(shell, name, unknown(open), span);
      return unknown(open);
    });
  }
  const items = words.items.values();
  return runLoop(shell, node.body, run, () => {
    const item = items.next();
    if (item.done) return false;
    setVariable(shell, name, item.value, span);
    return true;
  });
}

function setVariable(shell: Shell, name: string, text: Text, span: Shell["here"]): void {
  shell.here = span;
  assignText(shell, name, text);
}

/** Runs `while` and `until`. */
export function runWhile(shell: Shell, node: While, { run, ask }: Runs): Flow {
  let rounds = 0;
  return runLoop(shell, node.body, run, () => {
    const bodyStatus = shell.state.status;
    const flow = ask(node.clause);
    if (flow !== undefined) return { flow };
    const { status } = shell.state;
    if (isUnknown(status)) return status;
    const goesOn = (status === 0) === (node.kind === "while");
    if (!goesOn) shell.state.status = rounds === 0 ? 0 : bodyStatus;
    rounds += 1;
    return goesOn;
  });
}

/** Runs `for ((…))`. */
export function runArithmeticFor(shell: Shell, node: ArithmeticFor, run: Run): Flow {
  const { text } = shell.source;
  const evaluate = (part: ArithmeticFor["test"]): bigint | Unknown => {
    if (part === undefined) return 1n;
    const at = spanOf(shell.source, part);
    return evaluateExpression(shell, text.slice(part.pos, part.end), at);
  };
  evaluate(node.initialize);
  shell.state.status = 0;
  let first = true;
  return runLoop(shell, node.body, run, () => {
    if (!first) evaluate(node.update);
    first = false;
    const value = evaluate(node.test);
    return typeof value === "bigint" ? value !== 0n : value;
  });
}

/** Runs rounds for as long as `next` says so, then, where it cannot say, all that may come. */
function runLoop(shell: Shell, body: CompoundList, run: Run, next: Next): Flow {
  const frame: Frame = { kind: "loop", left: [] };
  shell.frames.push(frame);
  let flow: Flow;
  try {
    while (flow === undefined) {
      spend(shell.budget, 1, shell.here);
      const goesOn = next();
      if (goesOn === false) break;
      if (goesOn === true) flow = endRound(shell, frame, run(body));
      else if ("flow" in goesOn) flow = endRound(shell, frame, goesOn.flow);
      else {
        runUncertain(shell, frame, body, run, next, goesOn.cause);
        break;
      }
    }
  } finally {
    shell.frames.pop();
    shell.uncertain -= frame.left.length;
  }
  if (flow?.kind !== "break" && flow?.kind !== "continue") {
    return closeFrame(shell, frame, flow, flow === undefined);
  }
  if (flow.levels === 1) return closeFrame(shell, frame, undefined, true);
  return closeFrame(shell, frame, { kind: flow.kind, levels: flow.levels - 1 }, false);
}

/** Joins what went on to the next round by `continue`; the flow that ends the loop, if any. */
function endRound(shell: Shell, frame: Frame, flow: Flow): Flow {
  const left = frame.left.filter((one) => one.flow?.kind === "continue");
  const stay = frame.left.filter((one) => one.flow?.kind !== "continue");
  frame.left.splice(0, frame.left.length, ...stay);
  shell.uncertain -= left.length;
  const again = flow?.kind === "continue" && flow.levels === 1 ? undefined : flow;
  return closeFrame(shell, { left }, again, again === undefined);
}

/** Runs a loop any number of times: until another round adds nothing to what may be. */
function runUncertain(
  shell: Shell,
  frame: Frame,
  body: CompoundList,
  run: Run,
  next: Next,
  because: Cause,
): void {
  const cause = conditionCause(because);
  let joined = shell.state;
  for (let round = 0; ; round += 1) {
    if (round > limits.rounds)
      throw new Abandoned({ ...cause, reason: "loops in a way that habc cannot follow" });
    shell.state = copyState(joined);
    shell.uncertain += 1;
    shell.doubt = cause;
    let flow = endRound(shell, frame, run(body));
    if (flow === undefined) {
      const goesOn = next();
      if (typeof goesOn === "object" && "flow" in goesOn)
        flow = endRound(shell, frame, goesOn.flow);
    }
    shell.uncertain -= 1;
    if (flow !== undefined) {
      if (flow.kind !== "gone") waitInFrame(shell, flow, shell.state, cause);
      break;
    }
    const more = joinStates([joined, shell.state], cause);
    if (sameState(more, joined)) break;
    joined = more;
  }
  shell.state = joined;
}
