/** A shell where a build failed. */
import { type HabcError, isHabcError } from "../../compiler/ir/index.ts";
import type { BuildRequest } from "../build/request.ts";
import type { Build } from "../build/state.ts";
import type { Workplace } from "../build/workplace.ts";
import type { HelperCall, Outcome, PlanHost, Reply } from "../host/plan-host.ts";
import type { Studio } from "../studio/studio.ts";

/** The end of a build, as far as a shell needs to know of it. */
export interface Failed {
  readonly request: Pick<BuildRequest, "events" | "onFailure" | "signal">;
  readonly studio: Studio;
  /** Asks the host that runs the shell. */
  readonly ask: (frame: readonly string[]) => Promise<Outcome>;
}

/**
 * Opens a shell in the place of a failure where the request wants that, and waits until the user has
 * left it. Without a terminal the build says so and goes on to end.
 */
export async function openFailureShell(
  { request, studio, ask }: Failed,
  error: unknown,
): Promise<void> {
  const { events, onFailure, signal } = request;
  if (onFailure !== "shell" || signal.aborted || !isHabcError(error)) return;
  // A host that is still at work takes no further message.
  if (error.diagnostic.code === "plan-timeout") return;
  const outcome = await ask(["shell", "", "failure", ...placeOf(error, studio)]);
  if (outcome.kind !== "gone") return;
  const text = "No shell is opened: what ran the plan has ended";
  events({ type: "line", level: "warn", text });
}

/** The failure of a loaded plan: its own host has the variables of the place. */
export function failedBuild(build: Build): Failed {
  const { request, studio, hosts } = build;
  return { request, studio, ask: (frame) => build.ask(hosts.plan, frame) };
}

/** The failure of a plan that could not be loaded. */
export function failedLoad(
  { studio, shells }: Pick<Workplace, "studio" | "shells">,
  request: Failed["request"],
  shell: PlanHost,
): Failed {
  const answer = async ({ helper, args }: HelperCall): Promise<Reply> =>
    helper === "terminal" ? shells.answer(args) : { status: 1 };
  return { request, studio, ask: (frame) => shell.ask(frame, answer) };
}

/** TITLE, FUNCTION, FILE and LINE. */
function placeOf(error: HabcError, studio: Studio): string[] {
  const { message, hint, spans } = error.diagnostic;
  const [place] = spans;
  const title = hint === undefined ? message : `${message} (${hint})`;
  const name = /^in (.+)$/.exec(place?.label ?? "")?.[1] ?? "";
  const file = place === undefined ? "" : (studio.inside(place.file) ?? place.file);
  return [title, name, file, String(place?.start.line ?? 0)];
}
