import type { ParameterExpansionPart, ParameterOperation, Word } from "unbash";
import { isUnknown, type Text, type Unknown, unknown } from "../cause.ts";
import { compilePattern, type Pattern } from "../glob/pattern.ts";
import type { Shell } from "../shell.ts";
import { spanOf } from "../text/source-text.ts";
import { excerpt } from "../text/text.ts";
import { patternPieces } from "../words/pieces.ts";
import type { WordAtoms } from "./defaults.ts";
import { changeCase, mapText, removeMatch, replaceMatches } from "./operations.ts";
import { notUnderstood } from "./values.ts";

/** What an operation on a text does to it. */
export function changeOf(
  shell: Shell,
  part: ParameterExpansionPart,
  operation: ParameterOperation,
  wordAtoms: WordAtoms,
): (text: Text) => Text {
  const patternOf = (word: Word): Pattern | Unknown => {
    const pieces = patternPieces(wordAtoms(shell, word, "none"));
    return "cause" in pieces ? pieces : compilePattern(pieces, shell.state.options.has("extglob"));
  };
  const given =
    (pattern: Pattern | Unknown, change: (text: string, pattern: Pattern) => Text) =>
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
      return given(patternOf(operation.operand), (text, pattern) =>
        removeMatch(shell, text, pattern, operator),
      );
    }
    case "Replace": {
      const { operator } = operation;
      const pattern = patternOf(operation.pattern);
      const replacement = replacementOf(shell, operation.replacement, wordAtoms);
      return given(pattern, (text, known) =>
        replaceMatches(shell, text, known, operator, replacement),
      );
    }
    case "CaseModification": {
      const { operator, operand } = operation;
      if (operand === undefined)
        return (text) => mapText(text, (known) => changeCase(shell, known, undefined, operator));
      return given(patternOf(operand), (text, pattern) =>
        changeCase(shell, text, pattern, operator),
      );
    }
    case "Transform": {
      const letter = operation.operand.text;
      if (letter === "U")
        return (text) => mapText(text, (known) => changeCase(shell, known, undefined, "^^"));
      if (letter === "u")
        return (text) => mapText(text, (known) => changeCase(shell, known, undefined, "^"));
      if (letter === "L")
        return (text) => mapText(text, (known) => changeCase(shell, known, undefined, ",,"));
      break;
    }
    default:
      throw notUnderstood(shell, part);
  }
  const cause = {
    reason: `uses the expansion \`${excerpt(part.text)}\``,
    span: spanOf(shell.source, part),
  };
  return () => unknown(cause);
}

/** A replacement. Since bash 5.2, and only since then, `&` in it stands for what was matched. */
function replacementOf(shell: Shell, word: Word, wordAtoms: WordAtoms): Text {
  const pieces = patternPieces(wordAtoms(shell, word, "none"));
  if ("cause" in pieces) return pieces;
  if (pieces.some(({ text, quoted }) => !quoted && text.includes("&"))) {
    return unknown({
      reason: "uses `&` in a replacement, which depends on bash's version",
      span: shell.here,
    });
  }
  return pieces.map(({ text }) => text).join("");
}
