/** The names in TypeScript that this program has written, other than in its texts and comments. */

/** @param code Statements with their templates, strings and line comments. */
export function usedNames(code: string): ReadonlySet<string> {
  return new Set(codeOnly(code).match(/[A-Za-z_$][\w$]*/g) ?? []);
}

const text = /\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`|[{}]/g;

function codeOnly(code: string): string {
  let result = "";
  let at = 0;
  // What each open bracket closes: a block, or a value in a template.
  const open: ("block" | "value")[] = [];
  const scan = new RegExp(text);
  for (;;) {
    scan.lastIndex = at;
    const found = scan.exec(code);
    if (found === null) return result + code.slice(at);
    result += `${code.slice(at, found.index)} `;
    at = found.index + found[0].length;
    const sign = found[0];
    if (sign === "{") open.push("block");
    const closed = sign === "}" ? open.pop() : undefined;
    if (sign !== "`" && closed !== "value") continue;
    const end = templateEnd(code, at);
    if (code[end] === "$") open.push("value");
    at = end + (code[end] === "$" ? 2 : 1);
  }
}

/** The offset of the next value in a template, or of its last backtick. */
function templateEnd(code: string, from: number): number {
  for (let at = from; at < code.length; at += 1) {
    if (code[at] === "\\") at += 1;
    else if (code[at] === "`" || code.startsWith("${", at)) return at;
  }
  return code.length;
}
