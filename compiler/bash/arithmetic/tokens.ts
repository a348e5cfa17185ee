/** One token of an arithmetic expression. */
export type Token =
  | { readonly kind: "number"; readonly value: bigint }
  | { readonly kind: "name"; readonly name: string; readonly subscript: string | undefined }
  | { readonly kind: "operator"; readonly text: string };

const operators =
  /<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%&|^=<>!~?:,()]/y;

/** The tokens of an expression; nothing where bash would refuse it. */
export function tokenize(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    if (/[ \t\n\r]/.test(character)) {
      at += 1;
      continue;
    }
    const word = /[A-Za-z0-9_@#]+/y;
    word.lastIndex = at;
    if (/[0-9]/.test(character)) {
      const digits = word.exec(text)?.[0] ?? "";
      const value = parseNumber(digits);
      if (value === undefined) return undefined;
      tokens.push({ kind: "number", value });
      at += digits.length;
    } else if (/[A-Za-z_]/.test(character)) {
      const name = /^\w+/.exec(text.slice(at, at + 4096))?.[0] ?? "";
      at += name.length;
      const end = text[at] === "[" ? subscriptEnd(text, at) : at;
      if (end === undefined) return undefined;
      tokens.push({
        kind: "name",
        name,
        subscript: end > at ? text.slice(at + 1, end - 1) : undefined,
      });
      at = end;
    } else {
      operators.lastIndex = at;
      const operator = operators.exec(text)?.[0];
      if (operator === undefined) return undefined;
      // `x+++y`: bash reads `++` only beside a name; anything else is two signs.
      const text_ =
        (operator === "++" || operator === "--") && !besideName(tokens, text, at)
          ? operator.slice(1)
          : operator;
      tokens.push({ kind: "operator", text: text_ });
      at += text_.length;
    }
  }
  return tokens;
}

function besideName(tokens: readonly Token[], text: string, at: number): boolean {
  return tokens.at(-1)?.kind === "name" || /^[ \t\n]*[A-Za-z_]/.test(text.slice(at + 2, at + 64));
}

function subscriptEnd(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === "[") depth += 1;
    if (text[at] === "]") depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

/** A number as bash writes it: `17`, `021`, `0x11`, `2#10001`. */
export function parseNumber(digits: string): bigint | undefined {
  if (/^0[xX]/.test(digits))
    return inBase(digits.slice(2), 16) ?? (digits.length === 2 ? 0n : undefined);
  const based = /^([0-9]+)#(.*)$/.exec(digits);
  if (based !== null) {
    const base = Number(based[1]);
    return base >= 2 && base <= 64 && !based[1]?.startsWith("0")
      ? inBase(based[2] ?? "", base)
      : undefined;
  }
  return /^0[0-9]/.test(digits) ? inBase(digits.slice(1), 8) : inBase(digits, 10);
}

const alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_";

function inBase(digits: string, base: number): bigint | undefined {
  if (digits === "") return undefined;
  let value = 0n;
  for (const digit of base <= 36 ? digits.toLowerCase() : digits) {
    const weight = alphabet.indexOf(digit);
    if (weight < 0 || weight >= base) return undefined;
    value = value * BigInt(base) + BigInt(weight);
  }
  return BigInt.asIntN(64, value);
}
