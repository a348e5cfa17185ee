/** Programs whose output is computed. */
import type { Case } from "./case.ts";

export const programs: readonly Case[] = [
  [
    "cat",
    "pkg_x=$(cat VERSION conf)\npkg_y=$(<VERSION)",
    { pkg_x: "1.2.3\nname=a\nversion=2.0", pkg_y: "1.2.3" },
  ],
  [
    "head and tail",
    "pkg_x=$(head -1 conf) pkg_y=$(tail -n 1 conf)\npkg_z=$(tail -n +2 conf | head -n 1)",
    { pkg_x: "name=a", pkg_y: "version=2.0", pkg_z: "version=2.0" },
  ],
  [
    "basename and dirname",
    "pkg_x=$(basename /a/b.tar.gz .gz) pkg_y=$(dirname /a/b/c/)\npkg_z=$(dirname x)",
    { pkg_x: "b.tar", pkg_y: "/a/b", pkg_z: "." },
  ],
  [
    "tr",
    "pkg_x=$(echo a.b-c | tr . _) pkg_y=$(echo aBc | tr '[:upper:]' '[:lower:]')\npkg_z=$(echo 'a  b c' | tr -s ' ' | tr -d bc)\npkg_w=$(echo v1.2x | tr -cd 0-9.)",
    { pkg_x: "a_b-c", pkg_y: "abc", pkg_z: "a  ", pkg_w: "1.2" },
  ],
  [
    "cut",
    "pkg_x=$(echo 1.2.3 | cut -d. -f1,3) pkg_y=$(echo abcdef | cut -c2-3)\npkg_z=$(cut -d= -f2 conf | head -1)",
    { pkg_x: "1.3", pkg_y: "bc", pkg_z: "a" },
  ],
  [
    "sed",
    "pkg_x=$(echo v1.2-3 | sed 's/^v//; s/-.*$//')\npkg_y=$(sed -n 's/^version=\\(.*\\)$/\\1/p' conf)\npkg_z=$(sed -e 's|[a-z]|<&>|g' -e 2d conf)\npkg_w=$(echo ab | sed -E 's/(a)(b)/\\2\\1/')",
    { pkg_x: "1.2", pkg_y: "2.0", pkg_z: "<n><a><m><e>=<a>", pkg_w: "ba" },
  ],
  [
    "grep",
    "pkg_x=$(grep version conf | cut -d= -f2)\npkg_y=$(grep -o '[0-9][0-9]*' VERSION | tail -1)\ngrep -q none conf || pkg_z=no\npkg_w=$(grep -Ec '^(name|version)' conf)",
    { pkg_x: "2.0", pkg_y: "3", pkg_z: "no", pkg_w: "2" },
  ],
  [
    "awk",
    "pkg_x=$(awk -F= '/version/ {print $2}' conf) pkg_y=$(echo 'a b  c' | awk '{print $3\"-\"$1, $NF}')\npkg_z=$(awk -F'= ' '{print $1; exit}' conf | rev)",
    { pkg_x: "2.0", pkg_y: "c-a c", pkg_z: "a=eman" },
  ],
  [
    "xargs, seq and wc",
    "pkg_x=$(echo '  a   b ' | xargs) pkg_l=($(seq 2 4))\npkg_y=$(wc -l < conf)",
    { pkg_x: "a b", pkg_l: ["2", "3", "4"], pkg_y: "2" },
  ],
  ["a file that is missing", "pkg_x=$(cat none 2>/dev/null || echo unknown)", { pkg_x: "unknown" }],
  ["backticks", "pkg_x=`echo \\`echo a\\` x`", { pkg_x: "a x" }],
];
