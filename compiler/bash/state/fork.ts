import { type Cause, conditionCause, isUnknown, PlanStops } from "../cause.ts";
import { doubtOf } from "../commands/channel.ts";
import type { Flow, Frame, Shell } from "../shell.ts";
import { joinStates } from "./join.ts";
import { copyState, type State } from "./state.ts";

/** A flow that does leave. */
type Leaving = Exclude<Flow, undefined>;

/**
 * Runs every branch of a decision that cannot be known, each on its own copy of the state, and
 * goes on with what they agree on. A branch that leaves (by `return`, `break` …) while another
 * goes on waits in the frame that it leaves, and is joined where that frame ends.
 */
export function fork(shell: Shell, because: Cause, branches: readonly (() => Flow)[]): Flow {
  const cause = conditionCause(because);
  const before = shell.state;
  const stay: State[] = [];
  const leave: { flow: Leaving; state: State }[] = [];
  for (const branch of branches) {
    shell.state = copyState(before);
    const flow = doubtfully(shell, cause, branch);
    if (flow === undefined) stay.push(shell.state);
    else if (flow.kind !== "gone") leave.push({ flow, state: shell.state });
  }
  const [first] = leave;
  if (stay.length === 0 && first !== undefined) {
    const allEnd = leave.every(({ flow, state }) => endsPlan(shell, flow, state));
    if (leave.length === 1 || allEnd) {
      shell.state = first.state;
      return first.flow;
    }
  }
  for (const { flow, state } of leave) waitInFrame(shell, flow, state, cause);
  if (stay.length === 0) return { kind: "gone" };
  shell.state = joinStates(stay, cause);
  return undefined;
}

/** Runs something that may or may not run. */
function doubtfully(shell: Shell, cause: Cause, branch: () => Flow): Flow {
  const { uncertain, doubt } = shell;
  shell.uncertain = uncertain + 1;
  shell.doubt = cause;
  try {
    return branch();
  } catch (thrown) {
    if (thrown instanceof PlanStops) return { kind: "exit", stops: thrown.cause };
    throw thrown;
  } finally {
    // What the branch left waiting in frames around it keeps the rest of those in doubt.
    shell.uncertain -= 1;
    if (shell.uncertain === uncertain) shell.doubt = doubt;
  }
}

/** Lets a branch that leaves wait in the frame that it leaves. */
export function waitInFrame(shell: Shell, flow: Leaving, state: State, cause: Cause): void {
  // A branch that ends the plan says nothing about a plan that loads.
  if (endsPlan(shell, flow, state)) return;
  frameOf(shell, flow)?.left.push({ flow, state });
  shell.uncertain += 1;
  shell.doubt = cause;
}

/** Whether a plan that leaves so does not load: it exits, or returns with a status of failure. */
function endsPlan(shell: Shell, flow: Leaving, { status }: State): boolean {
  const frame = frameOf(shell, flow);
  if (flow.kind === "exit") return frame === undefined;
  return flow.kind === "return" && frame?.kind === "plan" && !isUnknown(status) && status !== 0;
}

/** The frame that a flow leaves; nothing where it ends the plan. */
function frameOf(shell: Shell, flow: Leaving): Frame | undefined {
  let loops = flow.kind === "break" || flow.kind === "continue" ? flow.levels : 0;
  for (let at = shell.frames.length - 1; at >= 0; at -= 1) {
    const frame = shell.frames[at];
    if (frame?.kind === "loop") {
      if (loops > 0) loops -= 1;
      else continue;
      if (loops === 0) return frame;
    } else if (frame?.kind === "subshell") {
      return frame;
    } else if (frame !== undefined && flow.kind === "return") {
      return frame;
    }
  }
  return undefined;
}

/** Opens a frame for `return` or `exit` around `body`; what left it in doubt is joined at its end. */
export function withFrame(
  shell: Shell,
  kind: Exclude<Frame["kind"], "loop">,
  body: () => Flow,
): Flow {
  const frame: Frame = { kind, left: [] };
  shell.frames.push(frame);
  let flow: Flow;
  try {
    flow = body();
  } finally {
    shell.frames.pop();
    shell.uncertain -= frame.left.length;
  }
  const ends =
    flow === undefined || flow.kind === "return" || (kind === "subshell" && flow.kind === "exit");
  return closeFrame(shell, frame, flow, ends);
}

/**
 * Joins the branches that wait in a frame that was closed.
 *
 * @param ends whether the flow that reached the end of the frame ends there
 */
export function closeFrame(
  shell: Shell,
  frame: Pick<Frame, "left">,
  flow: Flow,
  ends: boolean,
): Flow {
  if (frame.left.length === 0) return ends ? undefined : flow;
  const cause = doubtOf(shell);
  const states = frame.left.map((one) => one.state);
  if (ends) states.unshift(shell.state);
  else if (flow !== undefined && flow.kind !== "gone") waitInFrame(shell, flow, shell.state, cause);
  shell.state = joinStates(states, cause);
  return undefined;
}
