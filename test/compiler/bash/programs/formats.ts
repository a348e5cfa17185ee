import fc from "fast-check";
import { word } from "./words.ts";

const directives = fc.constantFrom(
  "%s",
  "%-6s|",
  "%6s|",
  "%.3s|",
  "%8.2s|",
  "%*s|",
  "%-*s|",
  "%.*s|",
  "%d",
  "%+d",
  "% d",
  "%05d",
  "%-5d|",
  "%5.3d|",
  "%i",
  "%u",
  "%x",
  "%X",
  "%#x",
  "%o",
  "%#o",
  "%c",
  "%b",
  "%q",
  "%e",
  "%.2f",
  "%g",
  "%%",
  "%",
  "%z",
  "\\n",
  "\\t",
  "\\x41",
  "\\101",
  "\\0101",
  "\\u00e9",
  "\\c",
  "\\\\",
  "\\q",
  "-",
  " ",
  "x",
);

const numbers = fc.constantFrom(
  "7",
  "-7",
  "0x10",
  "010",
  "08",
  '"\'a"',
  '"\'é"',
  "1e3",
  "abc",
  "3x",
  "+4",
  '""',
  "' 5'",
);

const escaped = fc.constantFrom(
  "'a\\nb'",
  "'\\x41\\101\\0101'",
  "'x\\cy'",
  "'\\\\'",
  "'\\e'",
  "'\\q'",
  "'\\'",
);

/** Statements about `printf` and `echo`: formats, missing arguments, arguments of the wrong kind, escapes. */
export const printing = fc.oneof(
  fc
    .tuple(
      fc.array(directives, { minLength: 1, maxLength: 4 }),
      fc.array(fc.oneof(numbers, word, escaped), { maxLength: 4 }),
      fc.constantFrom("", "-v pkg_x ", "-v 'pkg_l[1]' ", "-- "),
    )
    .map(([format, args, into]) =>
      into.startsWith("-v")
        ? `printf ${into}'${format.join("")}' ${args.join(" ")}`
        : `pkg_x=$(printf ${into}'${format.join("")}' ${args.join(" ")}; echo "$?")`,
    ),
  fc
    .tuple(fc.constantFrom("", "-n ", "-e ", "-ne ", "-E ", "-x ", "-- ", "-nn "), escaped, word)
    .map(([flags, text, more]) => `pkg_y=$(echo ${flags}${text} ${more}; echo .)`),
);
