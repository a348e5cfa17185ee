import fc from "fast-check";
import {
  doubleText,
  lists,
  maps,
  names,
  numbers,
  patterns,
  plain,
  quotedText,
  singleQuote,
} from "./texts.ts";

export const { expansion, word, doubled } = fc.letrec<{
  expansion: string;
  word: string;
  doubled: string;
  operand: string;
}>((tie) => ({
  expansion: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    names.map((name) => `$${name}`),
    names.map((name) => `\${${name}}`),
    fc
      .tuple(names, fc.constantFrom("#", "##", "%", "%%"), patterns)
      .map(([name, operator, pattern]) => `\${${name}${operator}${pattern}}`),
    fc
      .tuple(
        names,
        fc.constantFrom("/", "//", "/#", "/%"),
        patterns.filter((one) => !one.includes("/")),
        tie("operand"),
      )
      .map(([name, operator, pattern, to]) => `\${${name}${operator}${pattern}/${to}}`),
    fc
      .tuple(names, fc.constantFrom("-", ":-", "+", ":+", ":=", "="), tie("operand"))
      .map(([name, operator, operand]) => `\${${name}${operator}${operand}}`),
    fc
      .tuple(names, fc.constantFrom("^", "^^", ",", ",,"))
      .map(([name, operator]) => `\${${name}${operator}}`),
    fc
      .tuple(names, numbers, fc.option(numbers))
      .map(([name, from, length]) => `\${${name}: ${from}${length === null ? "" : `:${length}`}}`),
    names.map((name) => `\${#${name}}`),
    fc
      .tuple(lists, fc.constantFrom("[@]", "[*]", "[0]", "[1]", "[-1]", ""))
      .map(([name, index]) => `\${${name}${index}}`),
    fc.tuple(lists, fc.constantFrom("[@]", "[*]")).map(([name, index]) => `\${#${name}${index}}`),
    fc.tuple(lists, fc.constantFrom("[@]", "[*]")).map(([name, index]) => `\${!${name}${index}}`),
    fc
      .tuple(lists, fc.constantFrom("[@]", "[*]"), fc.constantFrom("#", "%", "%%"), patterns)
      .map(([name, index, operator, pattern]) => `\${${name}${index}${operator}${pattern}}`),
    fc
      .tuple(
        lists,
        fc.constantFrom("[@]", "[*]"),
        fc.constantFrom(":-", "-", "+", ":+"),
        tie("operand"),
      )
      .map(([name, index, operator, operand]) => `\${${name}${index}${operator}${operand}}`),
    fc
      .tuple(lists, numbers, fc.option(numbers))
      .map(
        ([name, from, length]) => `\${${name}[@]: ${from}${length === null ? "" : `:${length}`}}`,
      ),
    fc
      .tuple(maps, fc.constantFrom("k", "a b", "$a", "x"))
      .map(([name, key]) => `\${${name}[${key}]}`),
    maps.map((name) => `\${#${name}[@]}`),
    names.map((name) => `\${!${name}}`),
    fc.constantFrom("$@", "$*", "$#", "$1", "${2}", "$?", "${@:2}", "${*:1:1}", "${1:-d}"),
    fc.constantFrom(
      "$((1 + 2 * 3))",
      "$(( ${#a} + 1 ))",
      "$((7 % 4 ** 2))",
      "$(( (5 > 3) ? 10 : 20 ))",
      "$((0x1f | 8#17))",
      "$((i++))",
      "$(( i += 2 ))",
      "$((1 << 3))",
      "$((-7 / 2))",
      "$((!0 && 1))",
      "$((n))",
      "$((pkg_l[0] + 1))",
      "$((~5))",
    ),
    fc
      .tuple(
        fc.oneof(
          tie("word").map((one) => `echo ${one}`),
          tie("word").map((one) => `echo -n ${one}`),
          tie("word").map((one) => `printf '%s\\n' ${one} x`),
          fc.constant("cat VERSION"),
          fc.constant("cat lines.txt"),
          fc.constant("f1 p q"),
        ),
        fc.array(
          fc.constantFrom(
            "tr a-z A-Z",
            "tr -d '\\n'",
            "tr '.' '_'",
            "tr -s ' '",
            "tr -cd '0-9.'",
            "cut -d. -f1",
            "cut -d. -f2-",
            "cut -d ' ' -f 2",
            "cut -c1-3",
            "sed 's/a/X/'",
            "sed 's/[0-9]/N/g'",
            "sed -n 2p",
            "sed -e 's|/|_|g' -e '$d'",
            "sed -E 's/([a-z]+)[.]([a-z]+)/\\2-\\1/'",
            "sed 's/.*= *//'",
            "sed 's/^v//; s/-.*$//'",
            "sed '/b/d'",
            "head -1",
            "head -n 2",
            "tail -1",
            "tail -n +2",
            "grep a",
            "grep -v b",
            "grep -o '[0-9]*'",
            "grep -E '^[a-z]+'",
            "grep -c .",
            "awk '{print $1}'",
            "awk -F. '{print $2\"-\"$1}'",
            "awk -F= '/version/ {print $2}'",
            "xargs",
            "wc -l",
            "cat",
          ),
          { maxLength: 2 },
        ),
      )
      .map(([first, rest]) => `$(${[first, ...rest].join(" | ")})`),
    tie("word").map((one) => `$(basename ${one} .gz)`),
    tie("word").map((one) => `$(dirname ${one})`),
    tie("word").map((one) => `\`echo ${one.replace(/[`\\]/g, "")}\``),
  ),
  operand: fc.oneof(
    { depthSize: "small" },
    fc
      .constantFrom(
        "",
        "x",
        "a b",
        "'q r'",
        '"d e"',
        "$a",
        '"$b"',
        "\\}",
        "\\x",
        "*",
        "'",
        '"x"y',
        "\\$",
        "-",
      )
      .filter((one) => one !== "'"),
    tie("expansion"),
  ),
  doubled: fc
    .array(fc.oneof({ depthSize: "small" }, quotedText.map(doubleText), plain, tie("expansion")), {
      maxLength: 3,
    })
    .map((parts) => `"${parts.join("")}"`),
  word: fc.oneof(
    { depthSize: "small" },
    plain,
    quotedText.map(singleQuote),
    tie("doubled"),
    tie("expansion"),
    fc.constantFrom(
      "a\\ b",
      "\\*",
      "\\\\",
      "$'a\\tb\\'c'",
      "$'\\x41\\n'",
      '$"loc $a"',
      "\\\nx",
      "~",
      "a~b",
      "x{1,2}",
      "{a,b}{1..3}",
      "{a..e..2}",
      "{01..03}",
      "pre{,.bak}",
      "{a,{b,c}d}",
      "{$a,x}",
      "{x}",
      "{}",
      "a{b",
      '"{a,b}"',
      "*.txt",
      "d/*",
      "?ines.txt",
      "nomatch*",
      "[l]*.txt",
      "d/[ab]*",
    ),
    fc.tuple(tie("word"), tie("word")).map(([a, b]) => `${a}${b}`),
  ),
}));

export const values = fc.array(word, { maxLength: 3 }).map((words) => words.join(" "));
