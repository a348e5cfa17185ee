/** Shows what happens to the package store. */
import type { StoreEvent, StoreEvents } from "../../runtime/installed/events.ts";
import type { CommandContext } from "../context.ts";
import { reportDiagnostics } from "./diagnostics/report.ts";
import { visible } from "./display.ts";

/** The line of an event; nothing for one that is no line. */
const lines: {
  readonly [Type in StoreEvent["type"]]: (
    event: Extract<StoreEvent, { type: Type }>,
  ) => string | undefined;
} = {
  waiting: () => undefined,
  using: ({ ident }) => `using ${ident}`,
  installed: ({ ident }) => `installed ${ident}`,
  hook: ({ ident, hook }) => `running the ${hook} hook of ${ident}`,
  removing: ({ ident }) => `removing ${ident}`,
  kept: ({ ident, why }) => `keeping ${ident}: ${why}`,
  warning: () => undefined,
};

const waiting = "waiting for another process that works on the package store\n";

/** @returns Takes events; with JSON only what goes to the standard error stream is shown. */
export function showStoreEvents(context: CommandContext, json: boolean): StoreEvents {
  return (event) => {
    if (event.type === "warning") reportDiagnostics([event.diagnostic], context);
    if (event.type === "waiting") context.stderr.write(waiting);
    if (json) return;
    const line = (lines[event.type] as (event: StoreEvent) => string | undefined)(event);
    if (line !== undefined) context.stdout.write(`${visible(line)}\n`);
  };
}
