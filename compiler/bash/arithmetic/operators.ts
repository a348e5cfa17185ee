/**
 * What a binary operator makes of two 64-bit numbers.
 *
 * @param refuse makes the error for a division by zero and the like
 */
export function binary(operator: string, a: bigint, b: bigint, refuse: () => Error): bigint {
  const yes = (condition: boolean) => (condition ? 1n : 0n);
  const wrap = (value: bigint) => BigInt.asIntN(64, value);
  switch (operator) {
    case "||":
      return yes(a !== 0n || b !== 0n);
    case "&&":
      return yes(a !== 0n && b !== 0n);
    case "|":
      return a | b;
    case "^":
      return a ^ b;
    case "&":
      return a & b;
    case "==":
      return yes(a === b);
    case "!=":
      return yes(a !== b);
    case "<=":
      return yes(a <= b);
    case ">=":
      return yes(a >= b);
    case "<":
      return yes(a < b);
    case ">":
      return yes(a > b);
    case "<<":
      return wrap(a << (b & 63n));
    case ">>":
      return wrap(a >> (b & 63n));
    case "+":
      return wrap(a + b);
    case "-":
      return wrap(a - b);
    case "*":
      return wrap(a * b);
    case "**":
      return powerOf(a, b, refuse);
    default:
      if (b === 0n) throw refuse();
      return wrap(operator === "/" ? a / b : a % b);
  }
}

function powerOf(base: bigint, exponent: bigint, refuse: () => Error): bigint {
  if (exponent < 0n) throw refuse();
  let result = 1n;
  let factor = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asIntN(64, result * factor);
    factor = BigInt.asIntN(64, factor * factor);
  }
  return result;
}
