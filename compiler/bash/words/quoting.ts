import { type Atom, literal } from "./pieces.ts";

/**
 * Where a part of a word stands, which decides what quotes and backslashes in it mean: in the
 * open, between double quotes, in a here-document, in the operand of an expansion there, or
 * between double quotes in such an operand, where a backslash quotes whatever follows.
 */
export type Quoting =
  | "none"
  | "double"
  | "document"
  | "double-operand"
  | "document-operand"
  | "nested";

/** What a backslash quotes; nothing for anything. */
const escapable: Readonly<Record<Exclude<Quoting, "none">, string | undefined>> = {
  double: '$`"\\',
  document: "$`\\",
  "double-operand": '$`"\\}',
  "document-operand": '$`"\\}',
  nested: undefined,
};

/** Literal text of a word as it stands in the plan, without what its backslashes quote. */
export function literalAtoms(raw: string, quoting: Quoting): Atom[] {
  if (!raw.includes("\\")) return raw === "" ? [] : [literal(raw, quoting !== "none")];
  return quoting === "none"
    ? bareAtoms(raw)
    : [literal(withoutBackslashes(raw, escapable[quoting]), true)];
}

function bareAtoms(raw: string): Atom[] {
  const atoms: Atom[] = [];
  let plain = "";
  const end = () => {
    if (plain !== "") atoms.push(literal(plain, false));
    plain = "";
  };
  for (let at = 0; at < raw.length; at += 1) {
    const character = raw.charAt(at);
    if (character !== "\\" || at + 1 === raw.length) {
      plain += character;
      continue;
    }
    at += 1;
    if (raw[at] === "\n") continue;
    end();
    atoms.push(literal(raw.charAt(at), true));
  }
  end();
  return atoms;
}

/** Removes the backslash before some characters, and before a line break with it. */
function withoutBackslashes(raw: string, characters: string | undefined): string {
  return raw.replace(/\\([\s\S])/g, (both, character: string) => {
    if (character === "\n") return "";
    return characters === undefined || characters.includes(character) ? character : both;
  });
}

/** The operand of an expansion that stands in some quoting. */
export function operandQuoting(quoting: Quoting): Quoting {
  if (quoting === "none") return "none";
  return quoting.startsWith("document") ? "document-operand" : "double-operand";
}

/** What stands between double quotes in some quoting. */
export function quotedQuoting(quoting: Quoting): Quoting {
  return quoting.endsWith("operand") || quoting === "nested" ? "nested" : "double";
}
