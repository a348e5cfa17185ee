import fc from "fast-check";

const operands = fc.constantFrom(
  "0",
  "1",
  "7",
  "010",
  "0x1F",
  "2#101",
  "36#z",
  "i",
  "n",
  "$i",
  "${n}",
  "unset_name",
  "pkg_l",
  "l[1]",
  "nums[1]",
  "nums[-1]",
  "nums[i]",
  "sums[k]",
  "${#a}",
  "${#pkg_l[@]}",
  "expr",
  "9223372036854775807",
  "i++",
  "--n",
  "n--",
);

const binary = fc.constantFrom(
  ..."+ - * / % ** << >> < <= > >= == != & ^ | && ||".split(" ").map((sign) => ` ${sign} `),
  ",",
);

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 3, arbitrary: operands },
    fc.tuple(tie("expression"), binary, tie("expression")).map((parts) => parts.join("")),
    tie("expression").map((inner) => `(${inner})`),
    fc
      .tuple(fc.constantFrom("- ", "+ ", "! ", "~ "), tie("expression"))
      .map((parts) => parts.join("")),
    fc
      .tuple(tie("expression"), tie("expression"), tie("expression"))
      .map(([test, yes, no]) => `${test} ? ${yes} : ${no}`),
    fc
      .tuple(
        fc.constantFrom("i", "n", "pkg_n", "nums[2]", "sums[k]", "sums[$a]"),
        fc.constantFrom("=", "+=", "-=", "*=", "/=", "%=", "<<=", "|=", "&=", "^="),
        tie("expression"),
      )
      .map(([name, operator, value]) => `(${name} ${operator} ${value})`),
  ),
}));

/** Statements that compute: bash's own 64-bit numbers, its bases, side effects and errors. */
export const computing = fc.oneof(
  expression.map((one) => `pkg_n=$((${one}))`),
  expression.map((one) => `(( pkg_n = ${one} )) && pkg_x=yes`),
  expression.map((one) => `let "pkg_n = ${one}"`),
  expression.map((one) => `pkg_x=\${a:${one.includes("?") ? `(${one})` : ` ${one}`}}`),
  expression.map((one) => `pkg_l[$((${one})) & 3]=x`),
  expression.map((one) => `declare -i pkg_i; pkg_i="${one}"; pkg_i+=2`),
  expression.map((one) => `[[ ${one.replace(/[ &|<>()?!]/g, "")} -ge n ]] && pkg_y=ge`),
  fc
    .tuple(expression, expression)
    .map(
      ([from, test]) =>
        `for ((k = ${from}, m = 0; m++ < 3 && (${test}); k++)); do pkg_y+=$k,; done`,
    ),
);
