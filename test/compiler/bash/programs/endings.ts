import fc from "fast-check";
import { condition, doubtful } from "./conditions.ts";
import { doubled, expansion, word } from "./words.ts";

const line = fc.oneof(
  word.map((one) => `pkg_x=${one}`),
  expansion.map((one) => `pkg_y=${one}`),
  fc.constantFrom(
    "false",
    "pkg_x=$unset_name",
    "pkg_x=$(false)",
    "local q=1",
    "f1 | false",
    "! true",
    "(exit 3)",
    "cat none",
    "readonly ro=1; ro=2",
    "return 0",
    "[[ -n $c ]]",
    "((0))",
    "pkg_z=$?",
    "set +e",
    "set +u",
  ),
);
const lines = fc.array(line, { minLength: 1, maxLength: 3 }).map((all) => all.join("\n"));

/** Statements about what ends a plan, a function or a subshell, and what does not. */
export const ending = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(
        "set -e",
        "set -u",
        "set -eu",
        "set -o pipefail",
        "set -euo pipefail",
        "shopt -s inherit_errexit",
      ),
      lines,
    )
    .map(([option, body]) => `pkg_w=$(\n${option}\n${body}\necho at end\n)\npkg_y+=$?`),
  fc
    .tuple(fc.constantFrom("set -e", "set -u"), lines)
    .map(([option, body]) => `${option}\n${body}\nset +eu`),
  fc
    .tuple(lines, lines)
    .map(
      ([body, more]) =>
        `f6() {\nset -e\n${body}\nif false; then\n${more}\nfi\n}\nf6 || pkg_z=failed\nset +e`,
    ),
  fc.tuple(condition, lines).map(([test, body]) => `until ${test}; do\n${body}\nbreak\ndone`),
  fc.tuple(doubtful, lines).map(([test, body]) => `${test} && return\n${body}`),
  fc
    .tuple(expansion, fc.constantFrom("?", ":?"))
    .map(([one, sign]) => `pkg_y=$(: "\${pkg_x${sign}${one.replace(/[{}"]/g, "")}}"; echo on)`),
  lines.map((body) => `pkg_w=$(trap 'echo bye' EXIT\n${body})`),
  fc
    .tuple(doubled, lines)
    .map(
      ([text, body]) =>
        `pkg_w=$(cat <<A; cat <<-'B'; echo ${text}\n${text.slice(1, -1)}\nA\n\t\${x}\n\tB\n)\n${body}`,
    ),
  doubled.map(
    (text) =>
      `pkg_y="$(cat <<EOF\n\\$x \\\\ \\" ${text.slice(1, -1)} \\\ncontinued \`echo back\` $((1 + n))\nEOF\n)"`,
  ),
  lines.map(
    (body) =>
      `f7() { ${body.replaceAll("\n", "; ")}; }; f7 a b; pkg_z=$?; unset -f f7; f7 2>/dev/null`,
  ),
  fc.constantFrom(
    "pkg_x=a pkg_y=$pkg_x",
    "pkg_x=in eval 'pkg_y=$pkg_x'",
    "pkg_x=in command true",
    "pkg_x=in f1 >/dev/null",
    "pkg_x=in . ./lib.sh",
  ),
);
