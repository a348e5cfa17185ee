import fc from "fast-check";
import { statement } from "./statements.ts";

/** Plans: a few variables of every kind, then statements, then one that succeeds. */
export const program = fc
  .array(statement.one, { minLength: 1, maxLength: 6 })
  .map((lines) =>
    [
      "a=x.y.z b='a b' c= i=1 n=4",
      "pkg_x=core/pkg_name pkg_l=(one 'two three' '') l=(b a*b)",
      "declare -A pkg_h=([k]=v) h=([x]=1) sums=([k]=2)",
      "nums=(3 4) expr='n + 1' pkg_n=0",
      'f1() { echo "f1 $*"; }',
      ...lines,
      "true",
      "",
    ].join("\n"),
  );

/** The files around a plan. */
export const files: Readonly<Record<string, string>> = {
  VERSION: "1.2.3\n",
  "lines.txt": "a b c\nversion=2.0\n  b two  \nlast/line",
  "lib.sh": 'pkg_y="lib$1${BASH_SOURCE[0]}"\nlibfn() { pkg_z=lib; }\nreturn 0\npkg_y=no\n',
  "d/a1": "x",
  "d/b2": "",
  "d/.hidden": "",
};
