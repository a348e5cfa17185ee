/** Says what has changed since the last build of a plan. */
import type { BuildEvent, InputChange } from "../../../runtime/events.ts";

const mostChanges = 20;
/** A checksum says nothing; that it is another one does. */
const longest = 60;

/** @returns Lines, to be shown as the build's own. */
export function changeLines({
  first,
  changes,
}: Extract<BuildEvent, { type: "changed" }>): string[] {
  if (first) return ["No earlier build of this plan is known"];
  if (changes.length === 0) return ["Nothing has changed since the last build of this plan"];
  const more = changes.length - mostChanges;
  return [
    "Changed since the last build of this plan:",
    ...changes.slice(0, mostChanges).map((change) => `  ${changeText(change)}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function changeText({ input, before, now }: InputChange): string {
  if (before === undefined) return `${input} is new`;
  if (now === undefined) return `${input} is gone`;
  const [old, fresh] = [shown(before), shown(now)];
  const isTold = old !== undefined && fresh !== undefined && old !== fresh;
  return isTold ? `${input} was ${old}, is ${fresh}` : `${input} is another`;
}

/** Without checksums; undefined where nothing to read is left. */
function shown(text: string): string | undefined {
  const words = text.replace(/\b[0-9a-f]{64}\b/g, "").trim();
  return words === "" || words.length > longest || words.startsWith("secret") ? undefined : words;
}
