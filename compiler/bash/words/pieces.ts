import type { Span } from "../../ir/index.ts";
import { type Cause, isUnknown, type Text, type Unknown, unknown } from "../cause.ts";

/** A stretch of an expanded word. What is quoted is neither split nor part of a pattern. */
export interface Piece {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * What a part of a word expands to, before it is split into fields.
 * `split`: the result of an unquoted expansion, to be split at `IFS`.
 */
export type Atom =
  | {
      readonly kind: "text";
      readonly text: string;
      readonly quoted: boolean;
      readonly split: boolean;
    }
  | { readonly kind: "unknown"; readonly cause: Cause; readonly split: boolean }
  | { readonly kind: "break"; readonly join: Text; readonly split: boolean }
  /** A quoted `"$@"` without elements, which takes the empty field around it away. */
  | { readonly kind: "nothing" };

/** A field before pathname expansion. */
export type Field = readonly Piece[];

/** The fields of words. `open`: there may be more or fewer of them, for this cause. */
export interface Fields {
  readonly items: readonly (Field | Unknown)[];
  readonly open?: Cause;
}

/** Text that stands in the plan itself. */
export function literal(text: string, quoted: boolean): Atom {
  return { kind: "text", text, quoted, split: false };
}

/** The value of an expansion. */
export function expanded(text: Text, quoted: boolean): Atom {
  if (isUnknown(text)) return { kind: "unknown", cause: text.cause, split: !quoted };
  return { kind: "text", text, quoted, split: !quoted };
}

/**
 * What stands between double quotes: a field even where it is empty, unless `"$@"` makes none. Beside
 * an expansion that removed all of a text, `"$@"` makes one after all.
 */
export function inQuotes(atoms: readonly Atom[], span: Span): readonly Atom[] {
  const rest = atoms.filter((atom) => atom.kind !== "nothing");
  const empty = rest.every((atom) => atom.kind === "text" && atom.text === "");
  if (!empty) return rest;
  if (rest.length === atoms.length) return [literal("", true)];
  const reason = "may be a word or none, which depends on how its parts came to be empty";
  return atoms.length === 1 ? [] : [{ kind: "unknown", cause: { reason, span }, split: true }];
}

/**
 * The values of `$@`, `${a[*]}` and their like.
 *
 * @param join what is between the values where the word may not become several
 */
export function expandedList(texts: readonly Text[], quoted: boolean, join: Text): Atom[] {
  if (texts.length === 0 && quoted) return [{ kind: "nothing" }];
  return texts.flatMap((text, index) => {
    const atom = expanded(text, quoted);
    return index === 0 ? [atom] : [{ kind: "break", join, split: !quoted }, atom];
  });
}

/** Atoms as one text, as an assignment takes them. */
export function joinAtoms(atoms: readonly Atom[]): Text {
  let whole = "";
  for (const atom of atoms) {
    if (atom.kind === "unknown") return unknown(atom.cause);
    if (atom.kind === "nothing") continue;
    const text = atom.kind === "break" ? atom.join : atom.text;
    if (isUnknown(text)) return text;
    whole += text;
  }
  return whole;
}

/** Atoms as the pieces of one pattern. */
export function patternPieces(atoms: readonly Atom[]): Field | Unknown {
  const pieces: Piece[] = [];
  for (const atom of atoms) {
    if (atom.kind === "unknown") return unknown(atom.cause);
    if (atom.kind === "nothing") continue;
    const text = atom.kind === "break" ? atom.join : atom.text;
    if (isUnknown(text)) return text;
    pieces.push({ text, quoted: atom.kind === "text" && atom.quoted });
  }
  return pieces;
}

/** The pieces of a field as one text. */
export function fieldText(field: Field): string {
  return field.map((piece) => piece.text).join("");
}

/** Splits atoms into fields at the characters of `IFS`. */
export function splitAtoms(atoms: readonly Atom[], separators: Text): Fields {
  const items: (Field | Unknown)[] = [];
  let open: Cause | undefined;
  let field: Piece[] | undefined;
  let doubt: Cause | undefined;
  const end = () => {
    if (doubt !== undefined) items.push(unknown(doubt));
    else if (field !== undefined) items.push(field);
    field = undefined;
    doubt = undefined;
  };
  const add = (piece: Piece) => {
    field ??= [];
    field.push(piece);
  };
  for (const atom of mergeSplit(atoms, isUnknown(separators) ? "" : separators.slice(0, 1))) {
    if (atom.kind === "nothing") continue;
    if (atom.kind === "break") end();
    else if (atom.kind === "unknown") {
      if (atom.split) open ??= atom.cause;
      else doubt ??= atom.cause;
    } else if (!atom.split) {
      if (atom.quoted || atom.text !== "") add(atom);
    } else if (isUnknown(separators)) open ??= separators.cause;
    else {
      for (const part of splitText(atom.text, separators)) {
        if (part === undefined) {
          field ??= [];
          end();
        } else if (part === "") end();
        else add({ text: part, quoted: false });
      }
    }
  }
  end();
  return open === undefined ? { items } : { items, open };
}

/**
 * Neighbouring expansions are split as one text, and so are the values of an unquoted list, with the
 * first separator between them.
 */
function mergeSplit(atoms: readonly Atom[], separator: string): readonly Atom[] {
  const merged: Atom[] = [];
  for (const [at, atom] of atoms.entries()) {
    const last = merged.at(-1);
    const next = atom.kind === "break" && atom.split && separator !== "" ? atoms[at + 1] : atom;
    const both = last?.kind === "text" && last.split && next?.kind === "text" && next.split;
    if (!both) merged.push(atom);
    else {
      const more = atom.kind === "text" ? atom.text : separator;
      merged[merged.length - 1] = { ...last, text: last.text + more };
    }
  }
  return merged;
}

/**
 * A text in its order of parts: words; `""` for a separator of white space, which only ends a
 * field that has begun; `undefined` for another separator, which always ends one.
 */
function splitText(text: string, separators: string): (string | undefined)[] {
  if (separators === "") return text === "" ? [] : [text];
  const isSpace = (character: string | undefined) =>
    character !== undefined && separators.includes(character) && " \t\n".includes(character);
  const isSeparator = (character: string | undefined) =>
    character !== undefined && separators.includes(character);
  const parts: (string | undefined)[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at;
    while (at < text.length && !isSeparator(text[at])) at += 1;
    if (at > start) parts.push(text.slice(start, at));
    if (at === text.length) break;
    while (isSpace(text[at])) at += 1;
    if (at < text.length && isSeparator(text[at]) && !isSpace(text[at])) {
      at += 1;
      while (isSpace(text[at])) at += 1;
      parts.push(undefined);
    } else parts.push("");
  }
  return parts;
}
