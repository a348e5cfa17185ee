import fc from "fast-check";
import { computing } from "./arithmetic.ts";
import { keeping } from "./arrays.ts";
import { condition, doubtful } from "./conditions.ts";
import { ending } from "./endings.ts";
import { printing } from "./formats.ts";
import { matching } from "./matching.ts";
import { splitting } from "./splitting.ts";
import { lists, maps, names, patterns } from "./texts.ts";
import { doubled, values, word } from "./words.ts";

/** Statements of a plan. */
export const statement = fc.letrec<{ one: string; many: string }>((tie) => ({
  many: fc.array(tie("one"), { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n")),
  one: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 3, arbitrary: computing },
    { weight: 3, arbitrary: printing },
    { weight: 3, arbitrary: keeping },
    { weight: 3, arbitrary: splitting },
    { weight: 3, arbitrary: matching },
    { weight: 3, arbitrary: ending },
    {
      weight: 6,
      arbitrary: fc
        .tuple(
          names.filter((one) => one !== "unset_name"),
          fc.constantFrom("=", "+="),
          word,
        )
        .map((parts) => parts.join("")),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(lists, fc.constantFrom("=", "+="), values)
        .map(([name, operator, words]) => `${name}${operator}(${words})`),
    },
    fc
      .tuple(lists, fc.constantFrom("0", "1", "5", "-1", "i"), word)
      .map(([name, index, value]) => `${name}[${index}]=${value}`),
    fc
      .tuple(lists, fc.constantFrom("=", "+="), word, word)
      .map(([name, operator, a, b]) => `${name}${operator}([2]=${a} [0]=${b} z)`),
    fc.tuple(maps, word, word).map(([name, a, b]) => `${name}=([k]=${a} ["a b"]=${b})`),
    fc
      .tuple(maps, fc.constantFrom("=", "+="), word)
      .map(([name, operator, value]) => `${name}[$a]${operator}${value}`),
    fc.tuple(maps, word).map(([name, value]) => `${name}+=([x]=${value})`),
    fc.tuple(names, word).map(([name, value]) => `export ${name}=${value}`),
    fc.tuple(names, word).map(([name, value]) => `declare ${name}=${value}`),
    fc.tuple(lists, values).map(([name, words]) => `declare -a ${name}=(${words})`),
    fc.oneof(names, lists, maps).map((name) => `unset ${name}`),
    fc.constantFrom(
      "unset 'pkg_l[0]'",
      "unset 'pkg_h[k]'",
      "set -- p 'q r' s",
      'set -- "$a" $b',
      "set --",
      "shift",
      "IFS=,",
      "IFS=' '",
      "IFS=:",
      "IFS=",
      "unset IFS",
      "IFS=$' \\t\\n'",
      "(( i++ ))",
      "let i=i*2+1",
      "cd d",
      "cd ..",
      "shopt -s extglob",
      "shopt -s nullglob",
      "set -f",
      "set +f",
      "true",
      "unset -f f1",
      "declare -l pkg_low=ABC",
      "declare -i pkg_i=5; pkg_i+=3",
      "readonly ro=1",
    ),
    fc
      .tuple(word, fc.constantFrom("a", "pkg_x", "b"))
      .map(([value, name]) => `printf -v ${name} '%s-%s' ${value} z`),
    fc
      .tuple(
        fc.constantFrom(
          "%s",
          "%5s|",
          "%-4s|",
          "%d",
          "%03d",
          "%x",
          "%s\\n",
          "%b",
          "%%%s",
          "a\\tb%s",
          "%.2s",
        ),
        word,
      )
      .map(([format, value]) => `pkg_x=$(printf '${format}' ${value})`),
    fc
      .tuple(
        fc.constantFrom("IFS=. ", "IFS=: ", "IFS=', ' ", ""),
        fc.constantFrom("-r ", "", "-ra "),
        fc.constantFrom("pkg_x pkg_y", "a b pkg_z", "pkg_x"),
        word,
      )
      .map(
        ([prefix, flags, into, text]) =>
          `${prefix}read ${flags}${flags === "-ra " ? "pkg_l" : into} <<< ${text}`,
      ),
    word.map((one) => `mapfile -t pkg_l <<< ${one}`),
    fc.constant("mapfile -t pkg_l < lines.txt"),
    fc
      .tuple(word, tie("many"))
      .map(([text, body]) => `while read -r line; do\npkg_x+=$line\n${body}\ndone <<< ${text}`),
    fc.constantFrom(
      "while IFS== read -r k v; do pkg_y=$k:$v; done < lines.txt",
      "cat lines.txt | while read -r x; do pkg_z=$x; done",
      "pkg_m=($(cat lines.txt))",
      "source lib.sh",
      ". ./lib.sh arg1 arg2",
      'source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"',
      "source none.sh",
      "pkg_x=$(< VERSION)",
      "pkg_y=$(cat none 2>/dev/null || echo dflt)",
    ),
    fc
      .tuple(doubled, fc.constantFrom("EOF", "'EOF'", '"EOF"'))
      .map(([text, end]) => `pkg_x=$(cat <<${end}\nline ${text.slice(1, -1)} end\n  two\nEOF\n)`),
    doubled.map((text) => `read -r -d '' pkg_y <<-EOF\n\t${text.slice(1, -1)}\n\tx\nEOF\ntrue`),
    fc
      .tuple(condition, tie("many"), fc.option(tie("many")))
      .map(
        ([test, yes, no]) => `if ${test}; then\n${yes}\n${no === null ? "" : `else\n${no}\n`}fi`,
      ),
    fc
      .tuple(condition, fc.constantFrom("&&", "||"), tie("one"))
      .map(([test, operator, body]) => `${test} ${operator} { ${body}\n}`),
    fc
      .tuple(
        word,
        fc.array(
          fc.tuple(
            fc.oneof(patterns, doubled),
            tie("many"),
            fc.constantFrom(";;", ";;", ";&", ";;&"),
          ),
          { minLength: 1, maxLength: 3 },
        ),
      )
      .map(
        ([one, items]) =>
          `case ${one} in\n${items.map(([pattern, body, end]) => `${pattern})\n${body}\n${end}`).join("\n")}\n*) pkg_y=other;;\nesac`,
      ),
    fc
      .tuple(fc.constantFrom("a", "pkg_x", "w"), values, tie("many"))
      .map(
        ([name, words, body]) =>
          `for ${name} in ${words}; do\n${body}\n[[ $${name} == b* ]] && continue\n[[ $${name} == x* ]] && break\ndone`,
      ),
    tie("many").map((body) => `for ((j=0; j<3; j++)); do\n${body}\npkg_y+=$j\ndone`),
    fc
      .tuple(tie("many"), word)
      .map(
        ([body, arg]) =>
          `f2() {\nlocal a=$1 loc=x\n${body}\npkg_z="$a$loc$#"\nreturn 0\n}\nf2 ${arg} second`,
      ),
    tie("many").map((body) => `(\n${body}\n)`),
    tie("many").map((body) => `pkg_y=$(\n${body}\necho done$pkg_x)`),
    word.map((one) => `eval "pkg_x=${one.replace(/["\\$`\n]/g, "\\$&")}"`),
    fc
      .tuple(doubtful, tie("many"), fc.constantFrom("return 1", "return", "true"), tie("many"))
      .map(
        ([test, body, leave, rest]) =>
          `f3() {\nif ${test}; then\n${body}\n${leave}\nfi\n${rest}\n}\nf3 x && pkg_x+=ok`,
      ),
    fc
      .tuple(
        fc.constantFrom("1 2 3", "$l", "$(uname) b", "a"),
        doubtful,
        fc.constantFrom("break", "continue", "break 2", "continue 2", "pkg_z=it"),
        tie("many"),
        tie("many"),
      )
      .map(
        ([list, test, leave, body, rest]) =>
          `for o in 1 2; do\nfor w in ${list}; do\n${body}\n${test} && ${leave}\n${rest}\ndone\npkg_y+=$o\ndone`,
      ),
    fc
      .tuple(doubtful, tie("many"))
      .map(([test, body]) => `while ${test} && (( t++ < 5 )); do\n${body}\ndone`),
    fc
      .tuple(doubtful, tie("many"), tie("many"))
      .map(
        ([test, body, more]) =>
          `pkg_x=$(\nif ${test}; then\n${body}\necho yes\nexit 0\nfi\n${more}\necho no\n)`,
      ),
    fc.constantFrom(
      "a=$(uname)",
      'pkg_l+=("$HOME")',
      "b=$HOME",
      "l=($(uname) x)",
      "pkg_h[$(uname)]=1",
      "c=$(uname)$b",
      "i=$RANDOM",
      "set -- $(uname) y",
      'set -- "$(uname)" y',
      'read -r a <<< "$(uname)"',
      'unset "pkg_$a"',
      "case $(uname) in L*) pkg_x=lin;; *) pkg_x=oth;& z) pkg_y=z;; esac",
      "pkg_x=$(cat out.txt 2>/dev/null)",
    ),
    fc.constantFrom(
      'f1() { pkg_y+=f1; echo "out$1"; }',
      "f1 one",
      "a=5 f1 one",
      "local q=1",
      "pkg_name=x; pkg_version=${pkg_name}-1",
      "declare -n ref=pkg_x; ref=via; unset -n ref",
      "[[ -n $a ]] && pkg_x=set",
      "pkg_x=${a}${b:+-$b}",
      ": ${pkg_x:=dflt}",
      'pkg_l=("${pkg_l[@]/#/pre}")',
      'pkg_l=("${pkg_l[@]}" extra)',
      "pkg_x=${BASH_SOURCE[0]##*/}",
      "pkg_x=${FUNCNAME[0]}",
      "pkg_x=$(cd d && pwd)",
      'pkg_z=$(echo "${PWD##*/}")',
      "trap 'echo hi' EXIT",
      'pkg_y=$(basename "$PWD" | tr -d 0-9a-zA-Z)',
    ),
  ),
}));
