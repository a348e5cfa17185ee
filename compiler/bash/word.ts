import type { ArithmeticExpansionPart, HereDoc, Word, WordPart } from "unbash";
import { evaluateArithmetic } from "./arithmetic/evaluate.ts";
import { expandBraces, mayHaveBraces } from "./braces.ts";
import { spend, spendText } from "./budget.ts";
import { isUnknown, Lost, type Text, type Unknown, unknown } from "./cause.ts";
import { parameterAtoms } from "./expansion.ts";
import { compilePattern, type Pattern } from "./glob/pattern.ts";
import { expandPathnames } from "./glob/pathnames.ts";
import {
  type Atom,
  expanded,
  type Field,
  type Fields,
  inQuotes,
  joinAtoms,
  literal,
  patternPieces,
  splitAtoms,
} from "./pieces.ts";
import { literalAtoms, type Quoting } from "./quoting.ts";
import type { Shell } from "./shell.ts";
import { type SourceText, spanOf } from "./source-text.ts";
import { substitute } from "./substitution.ts";
import { excerpt } from "./text.ts";
import { getValue } from "./variables.ts";
import { wholeOrFirst } from "./parameter.ts";

/** The words of a command. `open`: there may be more or fewer of them, for this cause. */
export interface Words {
  readonly items: readonly Text[];
  readonly open?: Unknown["cause"];
}

/** Expands a word to one text, as an assignment, `case` or `[[ ]]` takes it. */
export function expandText(shell: Shell, word: Word): Text {
  const text = joinAtoms(wordAtoms(shell, word, "none"));
  if (!isUnknown(text)) spendText(shell.budget, text.length, shell.here);
  return text;
}

/** Expands the value of an assignment, where `~` counts after a colon too. */
export function expandAssigned(shell: Shell, word: Word): Text {
  if (/(^|[:=])~/.test(word.text)) {
    const atoms = wordAtoms(shell, word, "none");
    const bare = atoms.some((atom) => atom.kind === "text" && !atom.quoted && !atom.split && /(^|:)~/.test(atom.text));
    if (bare) return unknown(homeCause(shell, word));
    return joinAtoms(atoms);
  }
  return expandText(shell, word);
}

/** Expands a word to the pieces of a pattern, which know what was quoted. */
export function expandPieces(shell: Shell, word: Word): Field | Unknown {
  return patternPieces(wordAtoms(shell, word, "none"));
}

/** Expands a word to a pattern. `extended`: whether `(` after `@`, `!` … begins a group. */
export function expandPattern(shell: Shell, word: Word, extended: boolean): Pattern | Unknown {
  const pieces = expandPieces(shell, word);
  return "cause" in pieces ? pieces : compilePattern(pieces, extended);
}

/** Expands the words of a command or a list: braces, expansions, splitting, pathnames. */
export function expandWords(shell: Shell, words: readonly Word[]): Words {
  const items: Text[] = [];
  let open: Unknown["cause"] | undefined;
  for (const word of words) {
    spend(shell.budget, 1, shell.here);
    const fields = expandFields(shell, word);
    open ??= fields.open;
    for (const field of fields.items) {
      if ("cause" in field) {
        items.push(field);
        continue;
      }
      const names = expandPathnames(shell, field);
      if ("cause" in names) open ??= names.cause;
      else items.push(...names);
    }
  }
  return open === undefined ? { items } : { items, open };
}

function expandFields(shell: Shell, word: Word): Fields {
  if (mayHaveBraces(word.text)) {
    const texts = expandBraces(word.text, 4000);
    if (texts === undefined) {
      throw new Lost({ reason: "expands braces to very many words", span: shell.here });
    }
    if (texts.length !== 1 || texts[0] !== word.text) return expandTexts(shell, texts, word);
  }
  const atoms = wordAtoms(shell, word, "none");
  if (/(^|[:=])~/.test(word.text)) {
    const [first] = atoms;
    const leading = first?.kind === "text" && !first.quoted && first.text.startsWith("~");
    const assigned = /^[A-Za-z_][A-Za-z0-9_]*=(.*:)?~/.test(word.text);
    if (leading || assigned) return { items: [unknown(homeCause(shell, word))] };
  }
  return splitAtoms(atoms, separators(shell));
}

/** Expands words that brace expansion made, which stand nowhere in the file. */
function expandTexts(shell: Shell, texts: readonly string[], word: Word): Fields {
  const { source } = shell;
  const at = spanOf(source, word);
  const items: Fields["items"][number][] = [];
  let open: Unknown["cause"] | undefined;
  for (const text of texts) {
    // The word stands behind a name, so that it is read as a word whatever it looks like.
    const made: SourceText = { file: source.file, text: `: ${text}`, at };
    const script = shell.parse(made.text);
    const [statement] = script.commands;
    const command = statement?.command;
    const words = command?.type === "Command" ? command.suffix : [];
    if (script.errors?.length || script.commands.length > 1 || words.some((one) => one.type !== "Word")) {
      throw new Lost({ reason: `expands the braces of \`${excerpt(word.text)}\``, span: at });
    }
    shell.source = made;
    for (const one of words) {
      if (one.type !== "Word") continue;
      const fields = splitAtoms(wordAtoms(shell, one, "none"), separators(shell));
      items.push(...fields.items);
      open ??= fields.open;
    }
    shell.source = source;
  }
  return open === undefined ? { items } : { items, open };
}

function homeCause(shell: Shell, word: Word): Unknown["cause"] {
  return {
    reason: `reads a home folder in \`${excerpt(word.text)}\``,
    span: spanOf(shell.source, word),
  };
}

/** The characters of `IFS`. */
export function separators(shell: Shell): Text {
  const value = getValue(shell, "IFS");
  return value.kind === "unset" ? " \t\n" : (wholeOrFirst(value) ?? "");
}

/** What a word expands to, before it is split. */
export function wordAtoms(shell: Shell, word: Word, quoting: Quoting): readonly Atom[] {
  if (word.parts === undefined) return literalAtoms(word.text, quoting);
  return partAtoms(shell, word.parts, quoting);
}

/** The body of a here-document. `<<-` takes tabs away at the beginning of its lines. */
export function expandDocument(shell: Shell, document: HereDoc): Text {
  const { body, delimiter } = document;
  const tabs = document.operator === "<<-";
  if (delimiter?.quoted) return tabs ? body.text.replace(/^\t+/gm, "") : body.text;
  const strip = (raw: string, starts: boolean) =>
    tabs ? raw.replace(starts ? /(^|(?<!\\)\n)\t+/g : /((?<!\\)\n)\t+/g, "$1") : raw;
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

function partAtoms(shell: Shell, parts: readonly WordPart[], quoting: Quoting): readonly Atom[] {
  return parts.flatMap((part) => atomsOf(shell, part, quoting));
}

function atomsOf(shell: Shell, part: WordPart, quoting: Quoting): readonly Atom[] {
  const quoted = quoting !== "none";
  switch (part.type) {
    case "Literal":
      return literalAtoms(part.text, quoting);
    case "SingleQuoted":
      return [literal(part.text.slice(1, -1), true)];
    case "DoubleQuoted":
      return inQuotes(partAtoms(shell, part.parts, "double"));
    case "LocaleString":
      return inQuotes(partAtoms(shell, part.parts, "double"));
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

function partCause(shell: Shell, part: WordPart, reason: string) {
  return { reason, span: spanOf(shell.source, part) };
}

/** The value of `$'…'`. Bytes that are no UTF-8 have no place in a decoded text. */
function ansiText(shell: Shell, value: string, raw: string): Text {
  const doubtful = value.includes("\ufffd") || /\\c|\\[xX][89a-fA-F]|\\[uU]|\\[2-7][0-7][0-7]/.test(raw);
  if (!doubtful) return value;
  return unknown({ reason: `uses \`${excerpt(raw)}\`, which depends on the locale`, span: shell.here });
}

function arithmeticText(shell: Shell, part: ArithmeticExpansionPart): Text {
  const bracket = part.text.startsWith("$[");
  const inner = bracket ? part.text.slice(2, -1) : part.text.slice(3, -2);
  const value = evaluateArithmetic(shell, expandExpression(shell, inner, spanOf(shell.source, part)));
  return typeof value === "bigint" ? String(value) : value;
}

/** The expansions in an arithmetic expression, which stands as if between double quotes. */
export function expandExpression(shell: Shell, text: string, at: SourceText["at"]): Text {
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
  const atoms = document.body.parts === undefined
      ? literalAtoms(document.body.text, "document")
      : partAtoms(shell, document.body.parts, "document");
  shell.source = source;
  return joinAtoms(
    atoms.map((atom) =>
      atom.kind === "text" && !atom.split ? { ...atom, text: atom.text.replaceAll('"', "") } : atom,
    ),
  );
}

