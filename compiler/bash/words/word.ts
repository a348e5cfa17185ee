import type { Word } from "unbash";
import { spend, spendText } from "../budget.ts";
import { isUnknown, Lost, type Text, type Unknown, unknown } from "../cause.ts";
import { expandPathnames } from "../glob/pathnames.ts";
import { compilePattern, type Pattern } from "../glob/pattern.ts";
import { wholeOrFirst } from "../parameters/subject.ts";
import type { Shell } from "../shell.ts";
import { getValue } from "../state/variables.ts";
import { type SourceText, spanOf } from "../text/source-text.ts";
import { excerpt } from "../text/text.ts";
import { expandBraces, mayHaveBraces } from "./braces.ts";
import { homeCause, wordAtoms } from "./parts.ts";
import { type Field, type Fields, joinAtoms, patternPieces, splitAtoms } from "./pieces.ts";

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
  if (word.text.startsWith("(")) {
    const at = spanOf(shell.source, word);
    throw new Lost({ reason: `assigns \`${excerpt(word.text)}\``, span: at });
  }
  if (word.text.includes(":~")) {
    const atoms = wordAtoms(shell, word, "none");
    const bare = atoms.some(
      (atom) => atom.kind === "text" && !atom.quoted && !atom.split && atom.text.includes(":~"),
    );
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
    if (word.text.includes("`"))
      throw new Lost({
        reason: `expands the braces of \`${excerpt(word.text)}\``,
        span: shell.here,
      });
    const texts = expandBraces(word.text, 4000);
    if (texts === undefined) {
      throw new Lost({ reason: "expands braces to very many words", span: shell.here });
    }
    if (texts.length !== 1 || texts[0] !== word.text) return expandTexts(shell, texts, word);
  }
  const atoms = wordAtoms(shell, word, "none");
  if (/^[A-Za-z_][A-Za-z0-9_]*=(.*:)?~/.test(word.text)) {
    return { items: [unknown(homeCause(shell, word))] };
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
    if (
      script.errors?.length ||
      script.commands.length > 1 ||
      words.some((one) => one.type !== "Word")
    ) {
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

/** The characters of `IFS`. */
export function separators(shell: Shell): Text {
  const value = getValue(shell, "IFS");
  return value.kind === "unset" ? " \t\n" : (wholeOrFirst(value) ?? "");
}
