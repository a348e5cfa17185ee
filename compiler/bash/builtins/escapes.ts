const simple: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  e: "\x1b",
  E: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

/** A text with its escapes replaced; `stopped` where `\c` ended it. */
export interface Escaped {
  readonly text: string;
  readonly stopped: boolean;
}

/**
 * Backslash escapes as `echo -e`, a `printf` format, or its `%b` reads them.
 *
 * @returns nothing where the result depends on the locale or would be no text
 */
export function expandEscapes(raw: string, style: "echo" | "format" | "%b"): Escaped | undefined {
  let text = "";
  for (let at = 0; at < raw.length; at += 1) {
    const character = raw.charAt(at);
    if (character !== "\\" || at + 1 === raw.length) {
      text += character;
      continue;
    }
    at += 1;
    const letter = raw.charAt(at);
    const known = simple[letter];
    const digits = octal(raw, at, style);
    if (known !== undefined) text += known;
    else if (letter === "c" && style !== "format") return { text, stopped: true };
    else if ((letter === '"' || letter === "'" || letter === "?") && style !== "echo") {
      if (style === "%b") return undefined;
      text += letter;
    } else if (letter === "x" || letter === "u" || letter === "U") return undefined;
    else if (digits !== undefined) {
      const code = Number.parseInt(digits.text || "0", 8);
      if (code > 0x7f || code === 0) return undefined;
      text += String.fromCharCode(code);
      at = digits.end - 1;
    } else text += `\\${letter}`;
  }
  return { text, stopped: false };
}

/** Octal digits after a backslash: `\0nnn` for echo, `\nnn` too for the others. */
function octal(
  raw: string,
  at: number,
  style: "echo" | "format" | "%b",
): { text: string; end: number } | undefined {
  const zero = raw[at] === "0" && style !== "format";
  if (style === "echo" && !zero) return undefined;
  const expression = /[0-7]{0,3}/y;
  expression.lastIndex = zero ? at + 1 : at;
  const text = expression.exec(raw)?.[0] ?? "";
  if (text === "" && !zero) return undefined;
  return { text, end: expression.lastIndex };
}
