import type { ParameterExpansionPart, ParameterOperation, SimpleExpansionPart, Word } from "unbash";
import { evaluateArithmetic } from "./arithmetic/evaluate.ts";
import { isUnknown, Lost, NotKnown, PlanStops, type Text, type Unknown, unknown } from "./cause.ts";
import { compilePattern, type Pattern } from "./glob/pattern.ts";
import {
  changeCase,
  countingCause,
  mapText,
  removeMatch,
  replaceMatches,
  sliceText,
} from "./operations.ts";
import { indirectSubject, keyOf, type Subject, subjectOf, wholeOrFirst } from "./parameter.ts";
import {
  type Atom,
  expanded,
  expandedList,
  joinAtoms,
  patternPieces,
} from "./pieces.ts";
import { operandQuoting, type Quoting } from "./quoting.ts";
import type { Shell } from "./shell.ts";
import { spanOf } from "./source-text.ts";
import { excerpt, isAscii } from "./text.ts";
import { assignText, getValue } from "./variables.ts";

/** Expands a word to atoms; a parameter, as words and expansions hold each other. */
type WordAtoms = (shell: Shell, word: Word, quoting: Quoting) => readonly Atom[];

/** What `$name` or `${name…}` gives. */
export function parameterAtoms(
  shell: Shell,
  part: SimpleExpansionPart | ParameterExpansionPart,
  quoting: Quoting,
  wordAtoms: WordAtoms,
): readonly Atom[] {
  const expandText = (word: Word) => joinAtoms(wordAtoms(shell, word, "double-operand"));
  if (part.type === "SimpleExpansion") {
    const subject = subjectOf(shell, { parameter: part.text.slice(1), index: undefined }, expandText);
    return valueAtoms(shell, checked(shell, part, subject), quoting);
  }
  const { operation, prefix } = part;
  const all = part.index?.text === "@" || part.index?.text === "*";
  if (prefix === "!" && (all || operation?.type === "Names")) return nameAtoms(shell, part, quoting);
  let subject = subjectOf(shell, part, expandText);
  if (prefix === "!") subject = indirectSubject(shell, subject, expandText);
  if (prefix === "#") {
    if (operation !== undefined) throw notUnderstood(shell, part);
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
    const text = subject.text === undefined ? undefined : change(subject.text);
    return valueAtoms(shell, { kind: "one", text }, quoting);
  }
  return valueAtoms(shell, { ...subject, texts: subject.texts.map(change) }, quoting);
}

function notUnderstood(shell: Shell, part: { text: string; pos: number; end: number }): Lost {
  return new Lost({
    reason: `uses the expansion \`${excerpt(part.text)}\`, which habc does not understand`,
    span: spanOf(shell.source, part),
  });
}

/** Under `set -u`, bash stops at a variable that is unset. */
function checked(
  shell: Shell,
  part: { text: string; pos: number; end: number },
  subject: Subject,
): Subject {
  const unsetOne = subject.kind === "one" && subject.text === undefined;
  if (unsetOne && shell.state.options.has("nounset")) {
    throw new PlanStops({
      reason: `reads \`${excerpt(part.text)}\`, which is not set, under \`set -u\``,
      span: spanOf(shell.source, part),
    });
  }
  return subject;
}

function valueAtoms(shell: Shell, subject: Subject, quoting: Quoting): readonly Atom[] {
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

function lengthOf(shell: Shell, subject: Subject): Text {
  if (subject.kind === "many") {
    return subject.open === undefined ? String(subject.texts.length) : unknown(subject.open);
  }
  return mapText(subject.text ?? "", (text) => {
    if (!isAscii(text)) throw new NotKnown(countingCause(shell));
    return String(text.length);
  });
}

/** `${!name[@]}` and `${!prefix*}`. */
function nameAtoms(shell: Shell, part: ParameterExpansionPart, quoting: Quoting): readonly Atom[] {
  if (part.operation !== undefined || part.index === undefined) throw notUnderstood(shell, part);
  const value = getValue(shell, part.parameter);
  const star = part.index.text === "*";
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

/** `${name:-word}` and the seven like it. */
function defaultAtoms(
  shell: Shell,
  part: ParameterExpansionPart,
  operation: ParameterOperation & { type: "Default" },
  subject: Subject,
  quoting: Quoting,
  wordAtoms: WordAtoms,
): readonly Atom[] {
  const present = isPresent(subject, operation.operator.startsWith(":"));
  const kind = operation.operator.at(-1);
  const operand = () => {
    const atoms = wordAtoms(shell, operation.operand, operandQuoting(quoting));
    if (quoting !== "none") return atoms;
    return atoms.map((atom) =>
      atom.kind === "text" && !atom.quoted ? { ...atom, split: true } : atom,
    );
  };
  if (isUnknown(present)) {
    if (kind === "=" && part.index === undefined) assignText(shell, part.parameter, present);
    else joinAtoms(operand());
    return [expanded(present, quoting !== "none")];
  }
  if (kind === "+") return present ? operand() : valueAtoms(shell, { kind: "one", text: "" }, quoting);
  if (present) return valueAtoms(shell, subject, quoting);
  if (kind === "-") return operand();
  const text = joinAtoms(wordAtoms(shell, operation.operand, operandQuoting(quoting)));
  if (kind === "?") {
    throw new PlanStops({
      reason: `stops at \`${excerpt(part.text)}\`, as the variable is not set`,
      span: spanOf(shell.source, part),
    });
  }
  if (part.prefix !== undefined || !/^[A-Za-z_]/.test(part.parameter)) throw notUnderstood(shell, part);
  const key =
    part.index === undefined
      ? undefined
      : keyOf(shell, getValue(shell, part.parameter), joinAtoms(wordAtoms(shell, part.index, "double-operand")));
  if (typeof key === "object") throw new Lost(key.cause);
  assignText(shell, part.parameter, text, { key });
  return [expanded(text, quoting !== "none")];
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

function sliced(
  shell: Shell,
  part: ParameterExpansionPart,
  operation: ParameterOperation & { type: "Slice" },
  subject: Subject,
  expandText: (word: Word) => Text,
): Subject {
  const offset = evaluateArithmetic(shell, expandText(operation.offset));
  const length =
    operation.length === undefined ? undefined : evaluateArithmetic(shell, expandText(operation.length));
  for (const bound of [offset, length]) {
    if (typeof bound === "object") {
      return subject.kind === "one" ? { kind: "one", text: bound } : { ...subject, open: bound.cause };
    }
  }
  if (typeof offset !== "bigint" || typeof length === "object") return subject;
  if (subject.kind === "many") return slicedList(shell, part, subject, offset, length);
  const text = mapText(subject.text ?? "", (whole) => {
    if (!isAscii(whole)) throw new NotKnown(countingCause(shell));
    const slice = sliceText(whole, offset, length);
    if (slice === undefined) throw notUnderstood(shell, part);
    return slice;
  });
  return { kind: "one", text };
}

function slicedList(
  shell: Shell,
  part: ParameterExpansionPart,
  subject: Subject & { kind: "many" },
  offset: bigint,
  length: bigint | undefined,
): Subject {
  const { texts, indices } = subject;
  const isPositional = /^[@*]$/.test(part.parameter);
  if ((isPositional && offset <= 0n) || (length !== undefined && length < 0n) || !subject.ordered) {
    throw notUnderstood(shell, part);
  }
  const last = BigInt(indices.at(-1) ?? -1);
  const from = offset < 0n ? last + 1n + offset : offset;
  if (from < 0n) return { ...subject, texts: [], indices: [] };
  const first = indices.findIndex((index) => BigInt(index) >= from);
  const chosen = first < 0 ? [] : texts.slice(first);
  const count = length === undefined ? chosen.length : Number(length);
  return { ...subject, texts: chosen.slice(0, count), indices: [] };
}

/** What an operation on a text does to it. */
function changeOf(
  shell: Shell,
  part: ParameterExpansionPart,
  operation: ParameterOperation,
  wordAtoms: WordAtoms,
): (text: Text) => Text {
  const patternOf = (word: Word): Pattern | Unknown => {
    const pieces = patternPieces(wordAtoms(shell, word, "none"));
    return "cause" in pieces ? pieces : compilePattern(pieces, shell.state.options.has("extglob"));
  };
  const given = (pattern: Pattern | Unknown, change: (text: string, pattern: Pattern) => Text) =>
    (text: Text): Text => {
      if ("cause" in pattern) return pattern;
      if (isUnknown(text)) return text;
      let result: Text = "";
      const mapped = mapText(text, (known) => {
        result = change(known, pattern);
        return "";
      });
      return isUnknown(mapped) ? mapped : result;
    };
  switch (operation.type) {
    case "Remove": {
      const { operator } = operation;
      return given(patternOf(operation.operand), (text, pattern) => removeMatch(shell, text, pattern, operator));
    }
    case "Replace": {
      const { operator } = operation;
      const pattern = patternOf(operation.pattern);
      const replacement = replacementOf(shell, operation.replacement, wordAtoms);
      return given(pattern, (text, known) => replaceMatches(shell, text, known, operator, replacement));
    }
    case "CaseModification": {
      const { operator, operand } = operation;
      if (operand === undefined) return (text) => mapText(text, (known) => changeCase(shell, known, undefined, operator));
      return given(patternOf(operand), (text, pattern) => changeCase(shell, text, pattern, operator));
    }
    case "Transform": {
      const letter = operation.operand.text;
      if (letter === "U") return (text) => mapText(text, (known) => changeCase(shell, known, undefined, "^^"));
      if (letter === "u") return (text) => mapText(text, (known) => changeCase(shell, known, undefined, "^"));
      if (letter === "L") return (text) => mapText(text, (known) => changeCase(shell, known, undefined, ",,"));
      break;
    }
    default:
      throw notUnderstood(shell, part);
  }
  const cause = { reason: `uses the expansion \`${excerpt(part.text)}\``, span: spanOf(shell.source, part) };
  return () => unknown(cause);
}

/** A replacement. Since bash 5.2, and only since then, `&` in it stands for what was matched. */
function replacementOf(shell: Shell, word: Word, wordAtoms: WordAtoms): Text {
  const pieces = patternPieces(wordAtoms(shell, word, "none"));
  if ("cause" in pieces) return pieces;
  if (pieces.some(({ text, quoted }) => !quoted && text.includes("&"))) {
    return unknown({ reason: "uses `&` in a replacement, which depends on bash's version", span: shell.here });
  }
  return pieces.map(({ text }) => text).join("");
}
