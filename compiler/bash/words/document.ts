import type { HereDoc } from "unbash";
import { type Text, unknown } from "../cause.ts";
import type { Shell } from "../shell.ts";
import { atomsOf, partCause } from "./parts.ts";
import { expanded, joinAtoms } from "./pieces.ts";
import { literalAtoms } from "./quoting.ts";

/** The body of a here-document. `<<-` takes tabs away at the beginning of its lines. */
export function expandDocument(shell: Shell, document: HereDoc): Text {
  const { body, delimiter } = document;
  const tabs = document.operator === "<<-";
  if (delimiter?.quoted) return tabs ? body.text.replace(/^\t+/gm, "") : body.text;
  const strip = (raw: string, starts: boolean) => (tabs ? withoutTabs(raw, starts) : raw);
  if (body.parts === undefined) return joinAtoms(literalAtoms(strip(body.text, true), "document"));
  const atoms = body.parts.flatMap((part, at) => {
    if (part.type === "Literal") return literalAtoms(strip(part.text, at === 0), "document");
    if (tabs && part.text.includes("\n\t")) {
      return expanded(unknown(partCause(shell, part, "is stripped of its tabs by `<<-`")), true);
    }
    return atomsOf(shell, part, "document");
  });
  return joinAtoms(atoms);
}

/** Text without the tabs after each line break that no backslash quotes. */
function withoutTabs(raw: string, starts: boolean): string {
  const text = starts ? raw.replace(/^\t+/, "") : raw;
  return text.replace(/\\[\s\S]|\n\t+/g, (found) => (found.startsWith("\n") ? "\n" : found));
}
