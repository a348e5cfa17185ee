import type { ParameterExpansionPart, SimpleExpansionPart, Word } from "unbash";
import { isUnknown, Lost, PlanStops } from "../cause.ts";
import type { Shell } from "../shell.ts";
import { getValue } from "../state/variables.ts";
import { spanOf } from "../text/source-text.ts";
import { excerpt } from "../text/text.ts";
import { type Atom, expanded, joinAtoms } from "../words/pieces.ts";
import type { Quoting } from "../words/quoting.ts";
import { changeOf } from "./changes.ts";
import { defaultAtoms, type WordAtoms } from "./defaults.ts";
import { sliced } from "./slices.ts";
import { indirectSubject, type Subject, subjectOf } from "./subject.ts";
import { lengthOf, nameAtoms, notUnderstood, valueAtoms } from "./values.ts";

/** What `$name` or `${name…}` gives. */
export function parameterAtoms(
  shell: Shell,
  part: SimpleExpansionPart | ParameterExpansionPart,
  quoting: Quoting,
  wordAtoms: WordAtoms,
): readonly Atom[] {
  const expandText = (word: Word) => joinAtoms(wordAtoms(shell, word, "double-operand"));
  if (part.type === "SimpleExpansion") {
    const subject = subjectOf(
      shell,
      { parameter: part.text.slice(1), index: undefined },
      expandText,
    );
    return valueAtoms(shell, checked(shell, part, subject), quoting);
  }
  const { operation, prefix } = part;
  const all = part.index?.text === "@" || part.index?.text === "*";
  if (prefix === "!" && (all || operation?.type === "Names"))
    return nameAtoms(shell, part, quoting);
  let subject = subjectOf(shell, part, expandText);
  if (prefix === "!") subject = indirectSubject(shell, subject, expandText);
  if (prefix === "#") {
    if (operation !== undefined) throw notUnderstood(shell, part);
    if (all && getValue(shell, part.parameter).kind === "unset") subject = unsetSubject;
    return [expanded(lengthOf(shell, checked(shell, part, subject)), quoting !== "none")];
  }
  if (operation?.type === "Default") {
    return defaultAtoms(shell, part, operation, subject, quoting, wordAtoms);
  }
  subject = checked(shell, part, subject);
  if (operation === undefined) return valueAtoms(shell, subject, quoting);
  if (operation.type === "Slice") {
    return valueAtoms(shell, sliced(shell, part, operation, subject, expandText), quoting);
  }
  const change = changeOf(shell, part, operation, wordAtoms);
  if (subject.kind === "one") {
    // `${name@a}` speaks of the variable, which is there without a value too.
    const always = operation.type === "Transform";
    const text = subject.text === undefined && !always ? undefined : change(subject.text ?? "");
    return valueAtoms(shell, { kind: "one", text }, quoting);
  }
  return valueAtoms(shell, { ...subject, texts: subject.texts.map(change) }, quoting);
}

/** What is not set at all: its length is 0, and it stops the plan under `set -u`. */
const unsetSubject: Subject = { kind: "one", text: undefined };

/** Under `set -u`, bash stops at a variable that is unset. */
function checked(
  shell: Shell,
  part: { text: string; pos: number; end: number },
  subject: Subject,
): Subject {
  const text = subject.kind === "one" ? subject.text : "";
  if (!shell.state.options.has("nounset")) return subject;
  // The plan's own shell goes on only where there is a value; a subshell may end here.
  if (text !== undefined && isUnknown(text) && shell.subshells > 0) throw new Lost(text.cause);
  if (text === undefined) {
    throw new PlanStops({
      reason: `reads \`${excerpt(part.text)}\`, which is not set, under \`set -u\``,
      span: spanOf(shell.source, part),
    });
  }
  return subject;
}
