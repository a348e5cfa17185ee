import type { ParameterExpansionPart } from "unbash";
import { Lost, NotKnown, type Text, unknown } from "../cause.ts";
import type { Shell } from "../shell.ts";
import { getValue } from "../state/variables.ts";
import { spanOf } from "../text/source-text.ts";
import { excerpt, isAscii } from "../text/text.ts";
import { type Atom, expanded, expandedList, joinAtoms } from "../words/pieces.ts";
import type { Quoting } from "../words/quoting.ts";
import { countingCause, mapText } from "./operations.ts";
import { type Subject, wholeOrFirst } from "./subject.ts";

export function notUnderstood(
  shell: Shell,
  part: { text: string; pos: number; end: number },
): Lost {
  return new Lost({
    reason: `uses the expansion \`${excerpt(part.text)}\`, which habc does not understand`,
    span: spanOf(shell.source, part),
  });
}

export function valueAtoms(shell: Shell, subject: Subject, quoting: Quoting): readonly Atom[] {
  const quoted = quoting !== "none";
  if (subject.kind === "one") return [expanded(subject.text ?? "", quoted)];
  const { open } = subject;
  if (open !== undefined) return [expanded(unknown(open), quoted && subject.star)];
  if (!subject.ordered) {
    const reason = "depends on the order that bash keeps an associative array in";
    return [expanded(unknown({ reason, span: shell.here }), quoted && subject.star)];
  }
  if (!subject.star) return expandedList(subject.texts, quoted, " ");
  const join = firstSeparator(shell);
  if (!quoted) return expandedList(subject.texts, false, join);
  return [expanded(joinAtoms(expandedList(subject.texts, true, join)), true)];
}

/** What `"$*"` puts between the parameters: the first character of `IFS`. */
function firstSeparator(shell: Shell): Text {
  const value = getValue(shell, "IFS");
  if (value.kind === "unset") return " ";
  return mapText(wholeOrFirst(value) ?? "", (text) => text.slice(0, 1));
}

export function lengthOf(shell: Shell, subject: Subject): Text {
  if (subject.kind === "many") {
    return subject.open === undefined ? String(subject.texts.length) : unknown(subject.open);
  }
  return mapText(subject.text ?? "", (text) => {
    if (!isAscii(text)) throw new NotKnown(countingCause(shell));
    return String(text.length);
  });
}

/** `${!name[@]}` and `${!prefix*}`. */
export function nameAtoms(
  shell: Shell,
  part: ParameterExpansionPart,
  quoting: Quoting,
): readonly Atom[] {
  if (part.operation !== undefined || part.index === undefined) throw notUnderstood(shell, part);
  const value = getValue(shell, part.parameter);
  const star = part.index.text === "*";
  const separator = firstSeparator(shell);
  if (separator !== " ") throw notUnderstood(shell, part);
  let texts: string[] = [];
  if (value.kind === "list") texts = [...value.items.keys()].map(String);
  else if (value.kind === "map") texts = [...value.entries.keys()];
  else if (value.kind === "scalar") texts = ["0"];
  const subject: Subject = {
    kind: "many",
    texts,
    indices: [],
    star,
    ordered: value.kind !== "map" || texts.length < 2,
    ...(value.kind === "unknown" ? { open: value.cause } : {}),
  };
  return valueAtoms(shell, subject, quoting);
}
