/** Expansions of words. */
import type { Case } from "./case.ts";

export const expansions: readonly Case[] = [
  [
    "defaults",
    "e=\npkg_x=${u:-a}${e:-b}${e-c}${u-d}\npkg_y=${e:+f}${e+g}\n: ${pkg_z:=h}",
    { pkg_x: "abd", pkg_y: "g", pkg_z: "h" },
  ],
  [
    "quotes in a default",
    'pkg_x=${u:-\'a b\'}\npkg_y="${u:-\'a b\'}"\npkg_z="${u:-"a\\}"}"',
    { pkg_x: "a b", pkg_y: "'a b'", pkg_z: "a}" },
  ],
  [
    "removing a match",
    "v=1.2.3.tar.gz\npkg_x=${v%.*} pkg_y=${v%%.*} pkg_z=${v#*.}\npkg_w=${v##*.}",
    { pkg_x: "1.2.3.tar", pkg_y: "1", pkg_z: "2.3.tar.gz", pkg_w: "gz" },
  ],
  [
    "quotes in a pattern",
    "v='a*b'\npkg_x=${v%'*'*}\npkg_y=${v#\"a\"}\nq='*'\npkg_z=${v//\"$q\"/-}${v/$q/.}",
    { pkg_x: "a", pkg_y: "*b", pkg_z: "a-b." },
  ],
  [
    "replacing",
    "v=a.b.c\npkg_x=${v/./-} pkg_y=${v//./} pkg_z=${v//./\\/}\npkg_w=${v/#a/x}${v/%c/y}",
    { pkg_x: "a-b.c", pkg_y: "abc", pkg_z: "a/b/c", pkg_w: "x.b.ca.b.y" },
  ],
  [
    "classes in a pattern",
    "v=ab12_c\npkg_x=${v//[[:digit:]]/#}\npkg_y=${v//[!a-c]/}\npkg_z=${v%%[0-9]*}",
    { pkg_x: "ab##_c", pkg_y: "abc", pkg_z: "ab" },
  ],
  [
    "extended patterns",
    "shopt -s extglob\nv=foobarbar.c\npkg_x=${v%%+(bar).c}\npkg_y=${v/@(oo|ar)/-}\npkg_z=${v##!(*.c)}",
    { pkg_x: "foo", pkg_y: "f-barbar.c", pkg_z: "c" },
  ],
  ["extended patterns that are off", "v='+(a)x'\npkg_x=${v#+(a)}", { pkg_x: "x" }],
  [
    "case",
    "v=aBc\npkg_x=${v^} pkg_y=${v^^} pkg_z=${v,,}\npkg_w=${v^^[bc]}",
    { pkg_x: "ABc", pkg_y: "ABC", pkg_z: "abc", pkg_w: "aBC" },
  ],
  [
    "parts",
    "v=abcdef\npkg_x=${v:2} pkg_y=${v:1:2} pkg_z=${v: -2}\npkg_w=${v:1:-1}",
    { pkg_x: "cdef", pkg_y: "bc", pkg_z: "ef", pkg_w: "bcde" },
  ],
  [
    "lengths",
    "v=abc l=(x yy)\ndeclare -A m=([a]=1)\npkg_x=${#v}${#l}${#l[1]}${#l[@]}${#m[@]}${#u}",
    { pkg_x: "312210" },
  ],
  [
    "indices and keys",
    "l=([3]=a [5]=b)\ndeclare -A m=([k]=v)\npkg_x=${!l[*]} pkg_y=${!m[@]}",
    { pkg_x: "3 5", pkg_y: "k" },
  ],
  [
    "parts of a list",
    'l=(a b c d)\npkg_l=("${l[@]:1:2}")\npkg_m=("${l[@]: -1}")',
    { pkg_l: ["b", "c"], pkg_m: ["d"] },
  ],
  [
    "each element",
    'l=(a.x b.y)\npkg_l=("${l[@]%.*}" "${l[@]/#/core/}")',
    { pkg_l: ["a", "b", "core/a.x", "core/b.y"] },
  ],
  ["indirection", "v=w w=1 l=(a b)\ni='l[1]'\npkg_x=${!v}${!i}", { pkg_x: "1b" }],
  [
    "all elements",
    'l=(\'a b\' c \'\')\npkg_l=(${l[@]})\npkg_m=("${l[@]}")\npkg_n=("${l[*]}")\npkg_o=(x"${l[@]}"y)',
    {
      pkg_l: ["a", "b", "c"],
      pkg_m: ["a b", "c", ""],
      pkg_n: ["a b c "],
      pkg_o: ["xa b", "c", "y"],
    },
  ],
  [
    "no elements",
    'l=()\npkg_l=("${l[@]}" ${l[@]} "${l[@]+x}")\npkg_m=("${l[*]}" "${l[@]:-}")',
    { pkg_l: [], pkg_m: ["", ""] },
  ],
  [
    "splitting",
    "v=' a  b:c '\npkg_l=($v)\nIFS=:\npkg_m=($v)\npkg_x=$v",
    { pkg_l: ["a", "b:c"], pkg_m: [" a  b", "c "], pkg_x: " a  b:c " },
  ],
  [
    "splitting a list",
    "IFS=:\nl=(a '' b: c)\npkg_l=(${l[@]})\npkg_m=(\"${l[@]}\")",
    { pkg_l: ["a", "", "b", "", "c"], pkg_m: ["a", "", "b:", "c"] },
  ],
  [
    "joining",
    'l=(a b)\nIFS=,\npkg_x="${l[*]}" pkg_y="${l[@]}" pkg_z=${l[*]}',
    { pkg_x: "a,b", pkg_y: "a b", pkg_z: "a,b" },
  ],
  [
    "arithmetic",
    "n=7 l=(3)\npkg_x=$((n * 2 + l[0])) pkg_y=$((-7 / 2))$((2 ** 10))$((n > 3 ? 1 : 0))\n((n += 3, pkg_z = n % 4))",
    { pkg_x: "17", pkg_y: "-310241", pkg_z: "2" },
  ],
  ["the order of arithmetic", "n=4\npkg_x=$((n += n--))", { pkg_x: "8" }],
  [
    "64 bits",
    "pkg_x=$((9223372036854775807 + 1)) pkg_y=$((1 << 63)) pkg_z=$((0xff ^ 8#17))",
    { pkg_x: "-9223372036854775808", pkg_y: "-9223372036854775808", pkg_z: "240" },
  ],
  [
    "braces",
    'pkg_l=({a,b}{1..2} x{,.bak} {01..03} {a,{b,c}d} "{a,b}" {x} ${u}{,})',
    {
      pkg_l: [
        "a1",
        "a2",
        "b1",
        "b2",
        "x",
        "x.bak",
        "01",
        "02",
        "03",
        "a",
        "bd",
        "cd",
        "{a,b}",
        "{x}",
      ],
    },
  ],
  [
    "file names",
    "pkg_l=(d/* *.none [l]ib.sh)\npkg_x=d/*",
    { pkg_l: ["d/a", "d/b", "*.none", "lib.sh"], pkg_x: "d/*" },
  ],
  [
    "options for file names",
    "shopt -s nullglob\npkg_l=(*.none)\nset -f\npkg_m=(d/*)",
    { pkg_l: [], pkg_m: ["d/*"] },
  ],
  [
    "here-documents",
    "pkg_x=$(cat <<EOF\na $((1+1)) \\$b \"c\"\n\\\\ \\q\nEOF\n)\npkg_y=$(cat <<'EOF'\n$x `y` \\\nEOF\n)\npkg_z=$(cat <<-EOF\n\t\ta\n\t b\n\tEOF\n)",
    { pkg_x: 'a 2 $b "c"\n\\ \\q', pkg_y: "$x `y` \\", pkg_z: "a\n b" },
  ],
  ["ANSI quotes", "pkg_x=$'a\\tb\\'c\\\\d\\x41\\101'", { pkg_x: "a\tb'c\\dAA" }],
];
