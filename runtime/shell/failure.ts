/** A shell where a build failed. */
import { isHabcError } from "../../compiler/ir/index.ts";
import type { Build } from "../build/state.ts";

/**
 * Opens a shell in the place of a failure, and waits until the user has left it. Without a terminal
 * the build says so and goes on to end.
 */
export async function openFailureShell(build: Build, error: unknown): Promise<void> {
  if (!isHabcError(error)) return;
  const { message, hint, spans } = error.diagnostic;
  const [place] = spans;
  const title = hint === undefined ? message : `${message} (${hint})`;
  const file = place === undefined ? "" : (build.studio.inside(place.file) ?? place.file);
  const name = /^in (.+)$/.exec(place?.label ?? "")?.[1] ?? "";
  const line = String(place?.start.line ?? 0);
  const { plan } = build.hosts;
  const outcome = await build.ask(plan, ["shell", "", "failure", title, name, file, line]);
  if (outcome.kind !== "gone") return;
  const text = "No shell is opened: what ran the plan has ended";
  build.request.events({ type: "line", level: "warn", text });
}
