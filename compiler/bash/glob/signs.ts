import type { Piece } from "../words/pieces.ts";

/** One character of a pattern's text; a quoted one stands for itself. */
export interface Sign {
  readonly character: string;
  readonly quoted: boolean;
}

/** The characters of a pattern, a backslash before one being a way to quote it. */
export function signsOf(pieces: readonly Piece[]): Sign[] {
  const signs: Sign[] = [];
  let escaped = false;
  for (const { text, quoted } of pieces) {
    for (let at = 0; at < text.length; at += 1) {
      const character = text.charAt(at);
      if (escaped) {
        signs.push({ character, quoted: true });
        escaped = false;
      } else if (!quoted && character === "\\") escaped = true;
      else signs.push({ character, quoted });
    }
  }
  if (escaped) signs.push({ character: "\\", quoted: true });
  return signs;
}
