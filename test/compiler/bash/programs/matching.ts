import fc from "fast-check";
import { patterns } from "./texts.ts";
import { expansion, word } from "./words.ts";

const extended = fc.constantFrom(
  "@(a|b*)",
  "+([0-9])",
  "*(a|.)",
  "?(x)*",
  "!(a*)",
  "!(*.txt)",
  "+([!.]).*",
  "@(x|@(y|z)).*",
  "*([[:alpha:]])",
  "?(v)+([0-9])*(.+([0-9]))",
);
const classes = fc.constantFrom(
  "[[:upper:]]*",
  "[![:alnum:]]*",
  "[a-]",
  "[!-a]",
  "[\\]]",
  "[]a]*",
  "[a\\-c]*",
  "[[:nothing:]]",
  "[[.-.]]",
  "[z-a]",
  '["a"b]*',
  "[$a]*",
  "\\[a]",
  "[[]*",
  "*[",
  "'a'*",
  '"$a"*',
  "$'x'*",
  "*''",
);
const any = fc.oneof(patterns, extended, classes);
const subjects = fc.oneof(
  word,
  fc.constantFrom("x.y.z", "'a b'", "v1.2.3", "A", "'[a]'", "'*'", "file.txt", "-", "''", "'a\\b'"),
);

/** Statements about patterns: extended or not, in `case`, `[[ ]]`, expansions and file names. */
export const matching = fc
  .tuple(
    fc.constantFrom("", "shopt -s extglob\n", "shopt -s extglob\n", "shopt -s nocasematch\n"),
    fc.oneof(
      fc
        .tuple(subjects, any, any, any)
        .map(
          ([one, first, second, third]) =>
            `case ${one} in\n(${first}|${second}) pkg_x=1 ;;&\n${third}) pkg_x+=2 ;;\n"") pkg_y=none ;;\n*) pkg_y=other\nesac`,
        ),
      fc
        .tuple(subjects, fc.constantFrom("==", "!="), any)
        .map(([one, sign, pattern]) => `[[ ${one} ${sign} ${pattern} ]] && pkg_x=yes`),
      fc
        .tuple(subjects, fc.constantFrom("#", "##", "%", "%%"), any)
        .map(([one, sign, pattern]) => `v=${one}\npkg_x=\${v${sign}${pattern}}`),
      fc
        .tuple(subjects, fc.constantFrom("/", "//", "/#", "/%"), any)
        .filter(([, , pattern]) => !pattern.includes("/"))
        .map(([one, sign, pattern]) => `v=${one}\npkg_x=\${v${sign}${pattern}/_}`),
      fc
        .tuple(any, fc.constantFrom("", "d/", "*/", "./"))
        .map(([pattern, folder]) => `pkg_l=(${folder}${pattern})`),
      expansion.map((one) => `pkg_l=(d/*${one})`),
    ),
    fc.constantFrom(
      "",
      "shopt -s dotglob",
      "shopt -s nullglob",
      "shopt -s globstar",
      "set -f",
      "shopt -s nocaseglob",
    ),
    fc.constantFrom(
      "",
      "\npkg_m=(**)",
      "\npkg_m=(.*)",
      "\npkg_m=(*/)",
      "\npkg_m=(d/.[!.]*)",
      "\npkg_m=({d,none}/*)",
      "\npkg_m=(d/?(a)1)",
    ),
  )
  .map(([before, test, option, more]) => `${before}${test}\n${option}${more}`);
