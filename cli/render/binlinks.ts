/** Shows what became of links to programs. */
import type { Binlinked } from "../../runtime/installed/binlink.ts";
import type { CommandContext } from "../context.ts";
import { visible } from "./display.ts";

/** @returns One line for each link that is there. */
export function showBinlinks(links: readonly Binlinked[]): string {
  return links
    .filter(({ outcome }) => outcome !== "skipped")
    .map(({ link, program }) => `${visible(`linked ${link} to ${program}`)}\n`)
    .join("");
}

/** Warns of links that another file is in the way of. */
export function reportSkipped(links: readonly Binlinked[], { stderr }: CommandContext): void {
  for (const { link, outcome } of links) {
    if (outcome !== "skipped") continue;
    stderr.write(`${visible(`skipped ${link}: another file is there; --force replaces it`)}\n`);
  }
}
