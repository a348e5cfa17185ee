import fc from "fast-check";
import { patterns } from "./texts.ts";
import { doubled, expansion, word } from "./words.ts";

/** Conditions that only running the plan decides. */
export const doubtful = fc.constantFrom(
  "[[ $(uname) == Linux ]]",
  "[[ -d /tmp ]]",
  "command -v sh >/dev/null",
  "(( RANDOM >= 0 ))",
  '[ -n "$HOME" ]',
  "[[ $HOME == none ]]",
  "sh -c 'exit 0'",
  "sh -c 'exit 3'",
  "[[ $(date) == x* || -n $a ]]",
  "[[ $a == x && -e /none ]]",
);

export const condition = fc.oneof(
  { weight: 2, arbitrary: doubtful },
  fc
    .tuple(word, fc.constantFrom("==", "!=", "="), fc.oneof(patterns, doubled, expansion))
    .map(([left, operator, right]) => `[[ ${left} ${operator} ${right} ]]`),
  fc.tuple(fc.constantFrom("-z", "-n"), word).map(([operator, one]) => `[[ ${operator} ${one} ]]`),
  fc
    .tuple(fc.constantFrom("-f", "-d", "-e", "-s"), fc.constantFrom("VERSION", "d", "none", "d/a1"))
    .map(([operator, file]) => `[[ ${operator} ${file} ]]`),
  fc
    .tuple(
      fc.constantFrom("-v pkg_x", "-v unset_name", "-v l[1]", "$i -gt 1", "3 -le 3", "abc < abd"),
      fc.constantFrom("&&", "||"),
      fc.constantFrom("-n $a", "! -z $b", "( $c == a || x == x )"),
    )
    .map((parts) => `[[ ${parts.join(" ")} ]]`),
  fc
    .tuple(doubled, fc.constantFrom("=", "!=", "=="), doubled)
    .map(([a, operator, b]) => `[ ${a} ${operator} ${b} ]`),
  fc.tuple(fc.constantFrom("-z", "-n"), doubled).map(([operator, one]) => `[ ${operator} ${one} ]`),
  fc
    .tuple(
      fc.constantFrom("1", "$i", "05", "x"),
      fc.constantFrom("-eq", "-lt", "-ge"),
      fc.constantFrom("1", "2", "$#"),
    )
    .map((parts) => `[ ${parts.join(" ")} ]`),
  fc.tuple(doubled, fc.constantFrom("-a", "-o"), doubled).map((parts) => `test ${parts.join(" ")}`),
  fc.constantFrom(
    "true",
    "false",
    "! true",
    "(( i > 1 ))",
    "(( 0 ))",
    "grep -q a lines.txt",
    "f2",
    "[ -f VERSION ] && [ -d d ]",
    "[ ! -e none ]",
    "[ a = a -a b != c ]",
  ),
  fc
    .tuple(
      word,
      fc.constantFrom(
        "^[0-9]+",
        "([0-9]+)\\.([0-9]+)",
        "^(a|b).*$",
        "x.y",
        "^v?([0-9.]+)(-.*)?$",
        '"$b"',
        "[[:alpha:]]+$",
        "a{2,3}|b",
      ),
    )
    .map(([one, regex]) => `[[ ${one} =~ ${regex} ]]`),
);
