/** Commands of the language and builtins. */
import type { Case } from "./case.ts";

export const commands: readonly Case[] = [
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
