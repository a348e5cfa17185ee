import type { ArithmeticExpansionPart, Word, WordPart } from "unbash";
import { evaluateArithmetic, forgetAssigned } from "../arithmetic/arithmetic.ts";
import { isUnknown, Lost, type Text, type Unknown, unknown } from "../cause.ts";
import { substitute } from "../commands/substitution.ts";
import { parameterAtoms } from "../parameters/expansion.ts";
import type { Shell } from "../shell.ts";
import { type SourceText, spanOf } from "../text/source-text.ts";
import { excerpt } from "../text/text.ts";
import { type Atom, expanded, inQuotes, joinAtoms, literal } from "./pieces.ts";
import { literalAtoms, type Quoting, quotedQuoting } from "./quoting.ts";

export function homeCause(shell: Shell, word: Word): Unknown["cause"] {
  return {
    reason: `reads a home folder in \`${excerpt(word.text)}\``,
    span: spanOf(shell.source, word),
  };
}

/** What a word expands to, before it is split. */
export function wordAtoms(shell: Shell, word: Word, quoting: Quoting): readonly Atom[] {
  if (quoting === "none" && word.text.startsWith("~")) {
    return [expanded(unknown(homeCause(shell, word)), true)];
  }
  if (word.parts === undefined) return literalAtoms(word.text, quoting);
  return partAtoms(shell, word.parts, quoting);
}

function partAtoms(shell: Shell, parts: readonly WordPart[], quoting: Quoting): readonly Atom[] {
  return parts.flatMap((part) => atomsOf(shell, part, quoting));
}

export function atomsOf(shell: Shell, part: WordPart, quoting: Quoting): readonly Atom[] {
  const quoted = quoting !== "none";
  switch (part.type) {
    case "Literal":
      return literalAtoms(part.text, quoting);
    case "SingleQuoted":
      // In a here-document single quotes stand for themselves.
      if (quoting !== "document-operand") return [literal(part.text.slice(1, -1), true)];
      if (!/[$`\\]/.test(part.text)) return [literal(part.text, true)];
      return [expanded(unknown(partCause(shell, part, "is quoted in a here-document")), true)];
    case "DoubleQuoted":
      return mixesLists(part.text)
        ? [expanded(unknown(partCause(shell, part, "mixes `$*` and `$@` in one quotation")), false)]
        : inQuotes(partAtoms(shell, part.parts, quotedQuoting(quoting)), shell.here);
    case "LocaleString":
      return inQuotes(partAtoms(shell, part.parts, "double"), shell.here);
    case "AnsiCQuoted":
      return [expanded(ansiText(shell, part.value, part.text), true)];
    case "SimpleExpansion":
    case "ParameterExpansion":
      return parameterAtoms(shell, part, quoting, wordAtoms);
    case "CommandExpansion":
      return [expanded(substitute(shell, part), quoted)];
    case "ArithmeticExpansion":
      return [expanded(arithmeticText(shell, part), quoted)];
    case "ProcessSubstitution":
      substitute(shell, part);
      return [expanded(unknown(partCause(shell, part, "is the path of an open pipe")), true)];
    case "Glob":
    case "ExtendedGlob":
    case "BraceExpansion":
      return rawAtoms(shell, part, quoting);
  }
}

/** Whether a quotation has lists of both kinds, of which bash then makes words in odd ways. */
function mixesLists(text: string): boolean {
  return /\[\*\]|\$\{?\*/.test(text) && /\[@\]|\$\{?@/.test(text);
}

/** Parts whose own parts lie somewhere inside their text, with literal text between them. */
function rawAtoms(
  shell: Shell,
  part: WordPart & { type: "Glob" | "ExtendedGlob" | "BraceExpansion" },
  quoting: Quoting,
): readonly Atom[] {
  const atoms: Atom[] = [];
  let at = part.pos;
  const upTo = (end: number) => {
    atoms.push(...literalAtoms(part.text.slice(at - part.pos, end - part.pos), quoting));
  };
  for (const inner of part.parts ?? []) {
    upTo(inner.pos);
    atoms.push(...atomsOf(shell, inner, quoting));
    at = inner.end;
  }
  upTo(part.end);
  return atoms;
}

export function partCause(shell: Shell, part: WordPart, reason: string) {
  return { reason, span: spanOf(shell.source, part) };
}

/** The value of `$'…'`. Bytes that are no UTF-8 have no place in a decoded text. */
function ansiText(shell: Shell, value: string, raw: string): Text {
  const doubtful =
    value.includes("\ufffd") || /\\c|\\[xX][89a-fA-F]|\\[uU]|\\[2-7][0-7][0-7]/.test(raw);
  if (!doubtful) return value;
  return unknown({
    reason: `uses \`${excerpt(raw)}\`, which depends on the locale`,
    span: shell.here,
  });
}

function arithmeticText(shell: Shell, part: ArithmeticExpansionPart): Text {
  const bracket = part.text.startsWith("$[");
  const inner = bracket ? part.text.slice(2, -1) : part.text.slice(3, -2);
  const value = evaluateExpression(shell, inner, spanOf(shell.source, part));
  return typeof value === "bigint" ? String(value) : value;
}

/**
 * The value of an arithmetic expression, with its assignments carried out.
 *
 * @param text the expression as it stands in the plan
 * @param at where that is
 */
export function evaluateExpression(
  shell: Shell,
  text: string,
  at: SourceText["at"],
): bigint | Unknown {
  const expression = expandExpression(shell, text, at);
  if (isUnknown(expression)) forgetAssigned(shell, text, expression.cause);
  return evaluateArithmetic(shell, expression);
}

/** The expansions in an arithmetic expression, which stands as if between double quotes. */
function expandExpression(shell: Shell, text: string, at: SourceText["at"]): Text {
  if (!/[$`"'\\]/.test(text)) return text;
  let delimiter = "HABC";
  while (text.includes(delimiter)) delimiter += "_";
  const made = `: <<${delimiter}\n${text}\n${delimiter}`;
  const [statement] = shell.parse(made).commands;
  const command = statement?.command;
  const document = command?.type === "Command" ? command.suffix[0] : undefined;
  if (document?.type !== "HereDoc" || /['\\]/.test(text)) {
    throw new Lost({ reason: `evaluates \`${excerpt(text)}\``, span: shell.here });
  }
  const { source } = shell;
  shell.source = { file: source.file, text: made, ...(at === undefined ? {} : { at }) };
  const atoms =
    document.body.parts === undefined
      ? literalAtoms(document.body.text, "document")
      : partAtoms(shell, document.body.parts, "document");
  shell.source = source;
  return joinAtoms(
    atoms.map((atom) =>
      atom.kind === "text" && !atom.split ? { ...atom, text: atom.text.replaceAll('"', "") } : atom,
    ),
  );
}
