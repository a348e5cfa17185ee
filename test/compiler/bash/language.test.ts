import { afterAll, describe, expect, test } from "vitest";
import { compileBashPlan } from "../../../compiler/bash/index.ts";
import { disagreements, PlanFolder } from "./oracle.ts";

/** A feature of the language: a plan, and what it must set; bash itself is asked as well. */
type Case = readonly [name: string, plan: string, settings: Readonly<Record<string, unknown>>];

const assignments: readonly Case[] = [
  ["scalars", "pkg_x=a pkg_y='b c' pkg_z=\"d  e\"", { pkg_x: "a", pkg_y: "b c", pkg_z: "d  e" }],
  ["appending to a scalar", "pkg_x=a\npkg_x+=b", { pkg_x: "ab" }],
  ["lists", "pkg_deps=(a 'b c' $'d\\te')", { pkg_deps: ["a", "b c", "d\te"] }],
  ["appending to a list", "pkg_deps=(a)\npkg_deps+=(b c)", { pkg_deps: ["a", "b", "c"] }],
  ["appending a text to a list", "pkg_deps=(a b)\npkg_deps+=c", { pkg_deps: ["ac", "b"] }],
  ["a text for a list that is there", "pkg_deps=(a b)\npkg_deps=c", { pkg_deps: ["c", "b"] }],
  ["elements by index", "pkg_l[2]=c\npkg_l[0]=a\npkg_l[-1]+=d", { pkg_l: ["a", "cd"] }],
  ["indices in a list", "pkg_l=([1+1]=x y [0]=z)", { pkg_l: ["z", "x", "y"] }],
  ["a scalar that becomes a list", "pkg_l=a\npkg_l+=(b)", { pkg_l: ["a", "b"] }],
  ["maps", 'pkg_exports=([port]=s.p [host]="s h")', { pkg_exports: { port: "s.p", host: "s h" } }],
  [
    "elements of maps",
    "declare -A pkg_m\nk='a b'\npkg_m[$k]=1\npkg_m[x]+=2\npkg_m+=([y]=3)",
    { pkg_m: { "a b": "1", x: "2", y: "3" } },
  ],
  ["maps of words in turn", "pkg_binds=(a b c d)", { pkg_binds: { a: "b", c: "d" } }],
  [
    "removing",
    "pkg_x=1\npkg_l=(a b c)\nunset pkg_x 'pkg_l[1]'",
    { pkg_x: undefined, pkg_l: ["a", "c"] },
  ],
  ["removing what a build sets", "unset pkg_deps", { pkg_deps: undefined }],
  [
    "declare, export, readonly",
    "declare pkg_x=a\nexport pkg_y=b\nreadonly pkg_z=c\ndeclare -a pkg_l=(1)\ndeclare -A pkg_m=([a]=b)",
    { pkg_x: "a", pkg_y: "b", pkg_z: "c", pkg_l: ["1"], pkg_m: { a: "b" } },
  ],
  [
    "declared, not set",
    "declare pkg_x\ndeclare -a pkg_l\ndeclare -A pkg_m\npkg_n=()",
    { pkg_x: undefined, pkg_l: undefined, pkg_m: undefined, pkg_n: [] },
  ],
  [
    "lower and upper case",
    "declare -l pkg_x=ABC\ndeclare -u pkg_y\npkg_y=def",
    { pkg_x: "abc", pkg_y: "DEF" },
  ],
  [
    "integers",
    "declare -i pkg_x pkg_y=3\npkg_x='2 * (pkg_y += 1)'\npkg_y+=2",
    { pkg_x: "8", pkg_y: "6" },
  ],
  ["name references", "declare -n to=pkg_x\nto=1", { pkg_x: "1" }],
  [
    "line continuation",
    "pkg_x=a\\\nb\npkg_deps=( a \\\n  b # c\n  d\n)",
    { pkg_x: "ab", pkg_deps: ["a", "b", "d"] },
  ],
  ["carriage returns", 'pkg_x=a\r\npkg_y="b\r\n"\r\n:\r\ntrue', { pkg_x: "a\r", pkg_y: "b\r\n\r" }],
];

const expansions: readonly Case[] = [
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

const commands: readonly Case[] = [
  [
    "if and [[ ]]",
    "v=1.2\nif [[ $v == 2* ]]; then pkg_x=a; elif [[ $v == 1* && -n $v ]]; then pkg_x=b; else pkg_x=c; fi",
    { pkg_x: "b" },
  ],
  [
    "[ ] and test",
    'v=\n[ -z "$v" ] && pkg_x=a\n[ 3 -gt 2 -a x = x ] && pkg_y=b\ntest ! -n "$v" || pkg_z=c',
    { pkg_x: "a", pkg_y: "b", pkg_z: undefined },
  ],
  [
    "file tests",
    "[[ -f lib.sh && -d d && ! -e none ]] && pkg_x=yes\n[ -s VERSION ] && pkg_y=yes",
    { pkg_x: "yes", pkg_y: "yes" },
  ],
  [
    "regular expressions",
    '[[ v1.22-rc1 =~ ^v([0-9]+)\\.([0-9]+)(-.*)?$ ]] && pkg_l=("${BASH_REMATCH[@]:1}")',
    { pkg_l: ["1", "22", "-rc1"] },
  ],
  [
    "case",
    "case abc in x|a*) pkg_x=1;;& *c) pkg_y=2;& z) pkg_z=3;; *) pkg_w=4;; esac",
    { pkg_x: "1", pkg_y: "2", pkg_z: "3", pkg_w: undefined },
  ],
  ["for", "for v in a b c; do [[ $v == b ]] && continue; pkg_x+=$v; done", { pkg_x: "ac" }],
  [
    "for with numbers",
    "for ((i = 0; i < 10; i++)); do (( i == 3 )) && break; pkg_x+=$i; done",
    { pkg_x: "012" },
  ],
  [
    "while and until",
    "n=0\nwhile (( n < 3 )); do pkg_x+=$n; (( n++ )); done\nuntil (( n == 0 )); do (( n-- )); pkg_y+=$n; done; true",
    { pkg_x: "012", pkg_y: "210" },
  ],
  [
    "break out of two",
    "for a in 1 2; do for b in 1 2; do pkg_x+=$a$b,; [[ $b == 2 ]] && break 2; done; done; true",
    { pkg_x: "11,12," },
  ],
  [
    "while read",
    'while IFS== read -r k v; do [[ $k == version ]] && pkg_x=$v; pkg_y+="<$k>"; done < conf',
    { pkg_x: "2.0", pkg_y: "<name><version>" },
  ],
  [
    "reading a process",
    "while read -r l; do pkg_l+=(\"$l\"); done < <(printf '%s\\n' b a)",
    { pkg_l: ["b", "a"] },
  ],
  ["a pipe loses variables", "pkg_x=a\necho b | read -r pkg_x", { pkg_x: "a" }],
  [
    "read",
    "IFS=. read -r pkg_x pkg_y pkg_z <<< 1.2.3.4\nread -ra pkg_l <<< ' a  b '\nread -r -d '' pkg_w <<< $'l1\\nl2'; true",
    { pkg_x: "1", pkg_y: "2", pkg_z: "3.4", pkg_l: ["a", "b"], pkg_w: "l1\nl2" },
  ],
  ["mapfile", "mapfile -t pkg_l < conf", { pkg_l: ["name=a", "version=2.0"] }],
  [
    "functions",
    "f() { local x=$1 pkg_l=(in); pkg_y=$x-$#; echo out; return 3; }\nf a b\npkg_z=$?\npkg_x=$(f c)",
    { pkg_y: "a-2", pkg_z: "3", pkg_x: "out", pkg_l: undefined },
  ],
  [
    "locals reach callees",
    "g() { pkg_x=$v; v=2; }\nf() { local v=1; g; pkg_y=$v; }\nv=0\nf\npkg_z=$v",
    { pkg_x: "1", pkg_y: "2", pkg_z: "0" },
  ],
  [
    "arguments",
    'f() { pkg_l=("$@"); shift; pkg_x="$*"; pkg_y=${*: -1}; }\nf \'a b\' c d',
    { pkg_l: ["a b", "c", "d"], pkg_x: "c d", pkg_y: "d" },
  ],
  ["set --", "set -- a 'b c'\npkg_x=$#\npkg_l=(\"$@\")", { pkg_x: "2", pkg_l: ["a", "b c"] }],
  [
    "printf",
    "printf -v pkg_x '%s-%03d' a 7\npkg_y=$(printf '%s,' a b)\npkg_z=$(printf '%5s|%-3s|%x%%\\n' ab c 255)",
    { pkg_x: "a-007", pkg_y: "a,b,", pkg_z: "   ab|c  |ff%" },
  ],
  [
    "set -e",
    "set -e\nfalse\nf() { false; echo in; }\npkg_x=$(set -e; false; echo no)\npkg_y=$(set -e; f || true; if f; then :; fi; echo on)\npkg_z=$(false; echo $?)",
    { pkg_x: "", pkg_y: "in\nin\non", pkg_z: "1" },
  ],
  [
    "what a program's here-document assigns",
    "i=1\ncat <<E > /dev/null\n$((i++))\nE\npkg_x=$i\nread -r pkg_y <<< $((i++))$i",
    { pkg_x: "1", pkg_y: "12" },
  ],
  ["eval", "n=pkg_x\neval \"$n='a b'\"", { pkg_x: "a b" }],
  [
    "subshells",
    "pkg_x=a\n(pkg_x=b; cd d; exit 1)\npkg_y=$?$(pkg_x=c; echo $pkg_x)",
    { pkg_x: "a", pkg_y: "1c" },
  ],
  ["groups", "{ pkg_x=a; pkg_y=b; } > /dev/null 2>&1", { pkg_x: "a", pkg_y: "b" }],
  ["source", "source lib.sh arg\npkg_z=$lib", { pkg_x: "arg", pkg_y: "lib.sh", pkg_z: "1" }],
  [
    "source beside the plan",
    'source "$(dirname "${BASH_SOURCE[0]}")/d/../lib.sh" b',
    { pkg_x: "b" },
  ],
  ["source of nothing", "source none.sh || pkg_x=$?", { pkg_x: "1" }],
  ["cd", 'pkg_x=$(cd d && basename "$PWD")\ncd d\npkg_y=$(cat a)', { pkg_x: "d", pkg_y: "A" }],
  [
    "a failing pipe",
    "set -o pipefail\nfalse | true || pkg_x=$?\n! false | true && pkg_y=b",
    { pkg_x: "1", pkg_y: "b" },
  ],
  [
    "assignments before a command",
    "f() { pkg_x=$v; }\nv=1\nv=2 f\npkg_y=$v",
    { pkg_x: "2", pkg_y: "1" },
  ],
];

const programs: readonly Case[] = [
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

const folder = new PlanFolder({
  VERSION: "1.2.3\n",
  conf: "name=a\nversion=2.0\n",
  "lib.sh": "pkg_x=$1\npkg_y=${BASH_SOURCE[0]}\nlib=1\n[[ -n $pkg_y ]] && return\npkg_x=no\n",
  "d/a": "A",
  "d/b": "B",
});
afterAll(() => folder.remove());

const groups = Object.entries({ assignments, expansions, commands, programs }).map(
  ([group, cases]) => ({
    group,
    cases: cases.map(([name, plan, settings]) => ({
      name,
      settings,
      file: folder.plan(`${plan}\ntrue\n`),
    })),
  }),
);
const files = groups.flatMap(({ cases }) => cases.map(({ file }) => file));
const truths = new Map(folder.bash(files).map((truth, at) => [files[at], truth]));

describe.each(groups)("$group", ({ cases }) => {
  test.each(cases)("$name", ({ file, settings }) => {
    const ir = compileBashPlan({ file });
    expect(ir.dynamic).toEqual({});
    for (const [name, value] of Object.entries(settings)) {
      if (value === undefined) expect(ir.settings).not.toHaveProperty(name);
      else expect(ir.settings).toHaveProperty(name, value);
    }
    expect(truths.get(file)).toBeDefined();
    expect(disagreements(file, truths.get(file))).toEqual([]);
  });
});
