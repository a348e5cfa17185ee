import type { Piece } from "../words/pieces.ts";
import { bracketAt, type CharacterSet } from "./bracket.ts";
import { type Sign, signsOf } from "./signs.ts";

/** One element of a pattern, as bash's manual has them under "Pattern Matching". */
export type Element =
  | { readonly kind: "character"; readonly character: string }
  | { readonly kind: "any" }
  | { readonly kind: "star" }
  | { readonly kind: "set"; readonly set: CharacterSet }
  | {
      readonly kind: "extended";
      readonly operator: ExtendedOperator;
      readonly alternatives: readonly Pattern[];
    };

/** The operators of extended patterns: none or one, any number, one or more, one, not. */
export type ExtendedOperator = "?" | "*" | "+" | "@" | "!";

export interface Pattern {
  readonly elements: readonly Element[];
  /** Whether what it matches beyond ASCII depends on the locale. */
  readonly countsCharacters: boolean;
  /** Whether what it matches depends on the locale in any case. */
  readonly localized: boolean;
}

/**
 * The pattern that expanded text means.
 *
 * @param extended whether `shopt -s extglob` is in force
 */
export function compilePattern(pieces: readonly Piece[], extended: boolean): Pattern {
  return compileSigns(signsOf(pieces), extended);
}

function compileSigns(signs: readonly Sign[], extended: boolean): Pattern {
  const elements: Element[] = [];
  let countsCharacters = false;
  let localized = false;
  for (let at = 0; at < signs.length; at += 1) {
    const sign = signs[at];
    if (sign === undefined) break;
    const { character, quoted } = sign;
    if (!quoted && extended && isPlain(signs[at + 1], "(") && isOperator(character)) {
      const group = groupAt(signs, at + 2);
      if (group !== undefined) {
        const alternatives = group.alternatives.map((one) => compileSigns(one, extended));
        elements.push({ kind: "extended", operator: character, alternatives });
        countsCharacters ||= character === "!" || alternatives.some((one) => one.countsCharacters);
        localized ||= alternatives.some((one) => one.localized);
        at = group.end;
        continue;
      }
    }
    if (quoted) elements.push({ kind: "character", character });
    else if (character === "?") elements.push({ kind: "any" });
    else if (character === "*") {
      if (elements.at(-1)?.kind !== "star") elements.push({ kind: "star" });
      continue;
    } else if (character === "[") {
      const bracket = bracketAt(signs, at);
      if (bracket === undefined) elements.push({ kind: "character", character });
      else {
        elements.push({ kind: "set", set: bracket.set });
        localized ||= bracket.set.localized;
        at = bracket.end;
      }
    } else elements.push({ kind: "character", character });
    countsCharacters ||= elements.at(-1)?.kind !== "character";
  }
  return { elements, countsCharacters, localized };
}

function isOperator(character: string): character is ExtendedOperator {
  return "?*+@!".includes(character);
}

function isPlain(sign: Sign | undefined, character: string): boolean {
  return sign !== undefined && !sign.quoted && sign.character === character;
}

/** The alternatives of a group whose parenthesis was opened before `start`. */
function groupAt(
  signs: readonly Sign[],
  start: number,
): { alternatives: Sign[][]; end: number } | undefined {
  const alternatives: Sign[][] = [];
  let current: Sign[] = [];
  let depth = 0;
  for (let at = start; at < signs.length; at += 1) {
    const sign = signs[at];
    if (sign === undefined) break;
    if (isPlain(sign, "[")) {
      const bracket = bracketAt(signs, at);
      if (bracket !== undefined) {
        current.push(...signs.slice(at, bracket.end + 1));
        at = bracket.end;
        continue;
      }
    }
    if (isPlain(sign, "(")) depth += 1;
    if (isPlain(sign, ")")) {
      if (depth === 0) return { alternatives: [...alternatives, current], end: at };
      depth -= 1;
    }
    if (depth === 0 && isPlain(sign, "|")) {
      alternatives.push(current);
      current = [];
    } else current.push(sign);
  }
  return undefined;
}
