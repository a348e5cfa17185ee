import type { ParameterExpansionPart, ParameterOperation, Word } from "unbash";
import { isUnknown, Lost, PlanStops, type Unknown, unknown } from "../cause.ts";
import type { Shell } from "../shell.ts";
import { assignText } from "../state/assign-text.ts";
import { getValue } from "../state/variables.ts";
import { spanOf } from "../text/source-text.ts";
import { excerpt } from "../text/text.ts";
import { type Atom, expanded, joinAtoms } from "../words/pieces.ts";
import { operandQuoting, type Quoting } from "../words/quoting.ts";
import { emptySubscript, keyOf, type Subject } from "./subject.ts";
import { notUnderstood, valueAtoms } from "./values.ts";

/** Expands a word to atoms; a parameter, as words and expansions hold each other. */
export type WordAtoms = (shell: Shell, word: Word, quoting: Quoting) => readonly Atom[];

/** `${name:-word}` and the seven like it. */
export function defaultAtoms(
  shell: Shell,
  part: ParameterExpansionPart,
  operation: ParameterOperation & { type: "Default" },
  subject: Subject,
  quoting: Quoting,
  wordAtoms: WordAtoms,
): readonly Atom[] {
  const present = oneEmptyElement(subject, operation.operator, quoting)
    ? unknown({
        reason: `uses \`${excerpt(part.text)}\` of a list of one empty element, which bash takes either way`,
        span: spanOf(shell.source, part),
      })
    : isPresent(subject, operation.operator.startsWith(":"));
  const kind = operation.operator.at(-1);
  const operand = () => {
    const atoms = wordAtoms(shell, operation.operand, operandQuoting(quoting));
    if (quoting !== "none") return atoms;
    return atoms.map((atom) =>
      atom.kind === "text" && !atom.quoted ? { ...atom, split: true } : atom,
    );
  };
  if (isUnknown(present)) {
    // The plan's own shell goes on only where there is a value; a subshell may end here.
    if (kind === "?" && shell.subshells > 0) throw new Lost(present.cause);
    if (kind === "=" && part.index !== undefined) throw new Lost(present.cause);
    if (kind === "=") assignText(shell, part.parameter, present);
    else joinAtoms(operand());
    return [expanded(present, quoting !== "none")];
  }
  if (kind === "+") {
    if (present) return operand();
    const none = subject.kind === "many" && !subject.star;
    return none && quoting !== "none"
      ? [{ kind: "nothing" }]
      : valueAtoms(shell, { kind: "one", text: "" }, quoting);
  }
  if (present) return valueAtoms(shell, subject, quoting);
  if (kind === "-") return operand();
  const text = joinAtoms(wordAtoms(shell, operation.operand, operandQuoting(quoting)));
  if (kind === "?") {
    throw new PlanStops({
      reason: `stops at \`${excerpt(part.text)}\`, as the variable is not set`,
      span: spanOf(shell.source, part),
    });
  }
  if (part.prefix !== undefined || !/^[A-Za-z_]/.test(part.parameter))
    throw notUnderstood(shell, part);
  const subscript = part.index && joinAtoms(wordAtoms(shell, part.index, "double-operand"));
  if (subscript === "") throw new Lost(emptySubscript(shell));
  const key = subscript && keyOf(shell, getValue(shell, part.parameter), subscript);
  if (typeof key === "object") throw new Lost(key.cause);
  assignText(shell, part.parameter, text, { key });
  return [expanded(text, quoting !== "none")];
}

/**
 * `${list[@]:-word}` without quotes is the word among words and not in an assignment, where the list
 * has one element that is empty.
 */
function oneEmptyElement(subject: Subject, operator: string, quoting: Quoting): boolean {
  if (subject.kind === "one" || quoting !== "none" || !operator.startsWith(":")) return false;
  return subject.open === undefined && subject.texts.length === 1 && subject.texts[0] === "";
}

/** Whether there is a value; with a colon, whether it is more than the empty text. */
function isPresent(subject: Subject, notEmpty: boolean): boolean | Unknown {
  if (subject.kind === "many") {
    if (subject.open !== undefined) return unknown(subject.open);
    const [first, ...others] = subject.texts;
    if (first === undefined) return false;
    if (isUnknown(first)) return notEmpty ? first : true;
    return !notEmpty || others.length > 0 || first !== "";
  }
  if (subject.text === undefined) return false;
  if (isUnknown(subject.text)) return subject.text;
  return !notEmpty || subject.text !== "";
}
