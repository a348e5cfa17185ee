import type { Build } from "../build/state.ts";
import type { Reply } from "../host/plan-host.ts";

/** Status 1, with warnings that plans can silence as they silence any command. */
export function warning(build: Pick<Build, "identity">, ...lines: readonly string[]): Reply {
  const { name } = build.identity;
  return {
    status: 1,
    stderr: lines.map((line) => `   ${name}: WARN: ${line}\n`).join(""),
  };
}
