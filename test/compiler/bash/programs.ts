import fc from "fast-check";

/** Texts with what is special to bash. */
const plain = fc.constantFrom(
  "a",
  "b1",
  "x.y.z",
  "core/glibc",
  "1.2.3",
  "0",
  "7",
  "08",
  "-",
  "--",
  "a-b",
  "%",
  "@",
  "a=b",
  ":",
  "a:b:c",
  "/usr/lib",
  "v1.0-rc2",
  "foo_bar",
  "UPPER",
  "é",
  "..",
  "file.tar.gz",
  ",",
  "+",
  "^x",
  "}",
  "#",
  "!",
);
const quotedText = fc.constantFrom(
  "",
  " ",
  "a b",
  " a  b ",
  "it's",
  "x\\ty",
  "a\\nb",
  "*",
  "?",
  "[ab]",
  "a*b",
  "{x,y}",
  "~",
  "$",
  "\\",
  "&",
  ";",
  "|",
  "(",
  "a\nb",
  "\t",
  "a/b/c",
  "${",
  "`",
  "'q'",
  "#c",
  "=",
  "!",
  "b.",
  "a,b",
);
const names = fc.constantFrom("a", "b", "c", "pkg_x", "pkg_y", "pkg_z", "unset_name");
const lists = fc.constantFrom("pkg_l", "pkg_m", "l");
const maps = fc.constantFrom("pkg_h", "h");
const patterns = fc.constantFrom(
  "*",
  "?",
  ".*",
  "*.",
  "a",
  "*/",
  "/*",
  "[a-c]",
  "[!a]",
  "[^0-9]",
  "[[:digit:]]*",
  "*[0-9]",
  "v",
  "-*",
  "x.",
  "'*'",
  '"*"',
  "\\*",
  "[.]",
  "[]]",
  "[a",
  "*b*",
  "??",
  "a?c",
  "$b",
  '"$b"',
  "$c*",
  "*.*.",
  "[[:space:]]",
  "[!.]*",
  "' '",
);
const numbers = fc.constantFrom("0", "1", "2", "-1", "3", " -2", "10");

const singleQuote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
const doubleText = (text: string) => text.replace(/["\\$`]/g, "\\$&");

const { expansion, word, doubled } = fc.letrec<{
  expansion: string;
  word: string;
  doubled: string;
  operand: string;
}>((tie) => ({
  expansion: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    names.map((name) => `$${name}`),
    names.map((name) => `\${${name}}`),
    fc
      .tuple(names, fc.constantFrom("#", "##", "%", "%%"), patterns)
      .map(([name, operator, pattern]) => `\${${name}${operator}${pattern}}`),
    fc
      .tuple(
        names,
        fc.constantFrom("/", "//", "/#", "/%"),
        patterns.filter((one) => !one.includes("/")),
        tie("operand"),
      )
      .map(([name, operator, pattern, to]) => `\${${name}${operator}${pattern}/${to}}`),
    fc
      .tuple(names, fc.constantFrom("-", ":-", "+", ":+", ":=", "="), tie("operand"))
      .map(([name, operator, operand]) => `\${${name}${operator}${operand}}`),
    fc
      .tuple(names, fc.constantFrom("^", "^^", ",", ",,"))
      .map(([name, operator]) => `\${${name}${operator}}`),
    fc
      .tuple(names, numbers, fc.option(numbers))
      .map(([name, from, length]) => `\${${name}: ${from}${length === null ? "" : `:${length}`}}`),
    names.map((name) => `\${#${name}}`),
    fc
      .tuple(lists, fc.constantFrom("[@]", "[*]", "[0]", "[1]", "[-1]", ""))
      .map(([name, index]) => `\${${name}${index}}`),
    fc.tuple(lists, fc.constantFrom("[@]", "[*]")).map(([name, index]) => `\${#${name}${index}}`),
    fc.tuple(lists, fc.constantFrom("[@]", "[*]")).map(([name, index]) => `\${!${name}${index}}`),
    fc
      .tuple(lists, fc.constantFrom("[@]", "[*]"), fc.constantFrom("#", "%", "%%"), patterns)
      .map(([name, index, operator, pattern]) => `\${${name}${index}${operator}${pattern}}`),
    fc
      .tuple(
        lists,
        fc.constantFrom("[@]", "[*]"),
        fc.constantFrom(":-", "-", "+", ":+"),
        tie("operand"),
      )
      .map(([name, index, operator, operand]) => `\${${name}${index}${operator}${operand}}`),
    fc
      .tuple(lists, numbers, fc.option(numbers))
      .map(
        ([name, from, length]) => `\${${name}[@]: ${from}${length === null ? "" : `:${length}`}}`,
      ),
    fc
      .tuple(maps, fc.constantFrom("k", "a b", "$a", "x"))
      .map(([name, key]) => `\${${name}[${key}]}`),
    maps.map((name) => `\${#${name}[@]}`),
    names.map((name) => `\${!${name}}`),
    fc.constantFrom("$@", "$*", "$#", "$1", "${2}", "$?", "${@:2}", "${*:1:1}", "${1:-d}"),
    fc.constantFrom(
      "$((1 + 2 * 3))",
      "$(( ${#a} + 1 ))",
      "$((7 % 4 ** 2))",
      "$(( (5 > 3) ? 10 : 20 ))",
      "$((0x1f | 8#17))",
      "$((i++))",
      "$(( i += 2 ))",
      "$((1 << 3))",
      "$((-7 / 2))",
      "$((!0 && 1))",
      "$((n))",
      "$((pkg_l[0] + 1))",
      "$((~5))",
    ),
    fc
      .tuple(
        fc.oneof(
          tie("word").map((one) => `echo ${one}`),
          tie("word").map((one) => `echo -n ${one}`),
          tie("word").map((one) => `printf '%s\\n' ${one} x`),
          fc.constant("cat VERSION"),
          fc.constant("cat lines.txt"),
          fc.constant("f1 p q"),
        ),
        fc.array(
          fc.constantFrom(
            "tr a-z A-Z",
            "tr -d '\\n'",
            "tr '.' '_'",
            "tr -s ' '",
            "tr -cd '0-9.'",
            "cut -d. -f1",
            "cut -d. -f2-",
            "cut -d ' ' -f 2",
            "cut -c1-3",
            "sed 's/a/X/'",
            "sed 's/[0-9]/N/g'",
            "sed -n 2p",
            "sed -e 's|/|_|g' -e '$d'",
            "sed -E 's/([a-z]+)[.]([a-z]+)/\\2-\\1/'",
            "sed 's/.*= *//'",
            "sed 's/^v//; s/-.*$//'",
            "sed '/b/d'",
            "head -1",
            "head -n 2",
            "tail -1",
            "tail -n +2",
            "grep a",
            "grep -v b",
            "grep -o '[0-9]*'",
            "grep -E '^[a-z]+'",
            "grep -c .",
            "awk '{print $1}'",
            "awk -F. '{print $2\"-\"$1}'",
            "awk -F= '/version/ {print $2}'",
            "xargs",
            "wc -l",
            "cat",
          ),
          { maxLength: 2 },
        ),
      )
      .map(([first, rest]) => `$(${[first, ...rest].join(" | ")})`),
    tie("word").map((one) => `$(basename ${one} .gz)`),
    tie("word").map((one) => `$(dirname ${one})`),
    tie("word").map((one) => `\`echo ${one.replace(/[`\\]/g, "")}\``),
  ),
  operand: fc.oneof(
    { depthSize: "small" },
    fc
      .constantFrom(
        "",
        "x",
        "a b",
        "'q r'",
        '"d e"',
        "$a",
        '"$b"',
        "\\}",
        "\\x",
        "*",
        "'",
        '"x"y',
        "\\$",
        "-",
      )
      .filter((one) => one !== "'"),
    tie("expansion"),
  ),
  doubled: fc
    .array(fc.oneof({ depthSize: "small" }, quotedText.map(doubleText), plain, tie("expansion")), {
      maxLength: 3,
    })
    .map((parts) => `"${parts.join("")}"`),
  word: fc.oneof(
    { depthSize: "small" },
    plain,
    quotedText.map(singleQuote),
    tie("doubled"),
    tie("expansion"),
    fc.constantFrom(
      "a\\ b",
      "\\*",
      "\\\\",
      "$'a\\tb\\'c'",
      "$'\\x41\\n'",
      '$"loc $a"',
      "\\\nx",
      "~",
      "a~b",
      "x{1,2}",
      "{a,b}{1..3}",
      "{a..e..2}",
      "{01..03}",
      "pre{,.bak}",
      "{a,{b,c}d}",
      "{$a,x}",
      "{x}",
      "{}",
      "a{b",
      '"{a,b}"',
      "*.txt",
      "d/*",
      "?ines.txt",
      "nomatch*",
      "[l]*.txt",
      "d/[ab]*",
    ),
    fc.tuple(tie("word"), tie("word")).map(([a, b]) => `${a}${b}`),
  ),
}));

/** Conditions that only running the plan decides. */
const doubtful = fc.constantFrom(
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

const condition = fc.oneof(
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

const values = fc.array(word, { maxLength: 3 }).map((words) => words.join(" "));

/** Statements of a plan. */
export const statement = fc.letrec<{ one: string; many: string }>((tie) => ({
  many: fc.array(tie("one"), { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n")),
  one: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
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

/** Plans: a few variables of every kind, then statements, then one that succeeds. */
export const program = fc
  .array(statement.one, { minLength: 1, maxLength: 6 })
  .map((lines) =>
    [
      "a=x.y.z b='a b' c= i=1 n=4",
      "pkg_x=core/pkg_name pkg_l=(one 'two three' '') l=(b a*b)",
      "declare -A pkg_h=([k]=v) h=([x]=1)",
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
