import fc from "fast-check";
import { word } from "./words.ts";

const separators = fc.constantFrom(
  "IFS=:",
  "IFS=' :'",
  "IFS=$' \\t\\n:'",
  "IFS=.",
  "IFS=$'\\n'",
  "IFS=",
  "unset IFS",
  "IFS=x",
  "IFS='\\'",
  "IFS=,;",
  "IFS='*'",
  "IFS=1",
);

const texts = fc.constantFrom(
  "a:b:c",
  "::a:",
  " a : b ",
  "a  b",
  "a, b,,c",
  "x.y..z.",
  "$'one\\ntwo words\\n\\nfour'",
  "$'\\ta\\t\\tb '",
  "'a\\:b'",
  "'a\\ b'",
  "'* d/*'",
  "$'x\\\\\\ny'",
  '"$b"',
  '" $b:$a "',
  "''",
  "$'\\n'",
);

/** Statements about how bash takes texts apart and puts them together again. */
export const splitting = fc.oneof(
  fc
    .tuple(
      separators,
      fc.oneof(texts, word),
      fc.constantFrom(
        "$v",
        '"$v"',
        "x$v",
        "$v'y'",
        "$v$v",
        '"$v"$v',
        "${v}",
        "${u:-$v}",
        "${v+$v z}",
      ),
    )
    .map(([separator, text, use]) => `v=${text}\n${separator}\npkg_l=(${use})\nunset IFS`),
  fc
    .tuple(
      separators,
      texts,
      fc.constantFrom("$*", '"$*"', "$@", '"$@"', 'x"$@"y', '"a $* b"', "$#"),
    )
    .map(
      ([separator, text, use]) =>
        `${separator}\nset -- ${text} q ''\npkg_l=(${use})\npkg_x=${use}\nunset IFS`,
    ),
  fc
    .tuple(
      separators,
      fc.constantFrom("-r", "-ra", "", "-a", "-rd ''", "-rn 2", "-rd :"),
      fc.constantFrom("pkg_l", "pkg_l", "pkg_l"),
      fc.constantFrom("pkg_x", "pkg_x pkg_y", "pkg_x pkg_y pkg_z"),
      texts,
    )
    .map(([separator, flags, list, into, text]) => {
      const prefix = separator.startsWith("IFS=") ? `${separator.replace(";", "")} ` : "";
      return `${prefix}read ${flags} ${flags.includes("a") ? list : into} <<< ${text}`;
    }),
  fc
    .tuple(separators, texts)
    .map(
      ([separator, text]) =>
        `${separator}\nfor w in $(printf '%s' ${text}) end; do pkg_y+="<$w>"; done\nunset IFS`,
    ),
  fc
    .tuple(fc.constantFrom("", "-t", "-n 1", "-tn 2", "-ts 1", "-td :", "-tO 1"), texts)
    .map(([flags, text]) => `mapfile ${flags} pkg_l <<< ${text}`),
  fc
    .tuple(separators, texts)
    .map(
      ([separator, text]) =>
        `while ${separator.startsWith("IFS=") ? separator.replace(";", "") : "true;"} read -r one two; do pkg_y+="[$one|$two]"; done < <(printf '%s\\n' ${text} last)`,
    ),
);
