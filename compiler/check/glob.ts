import { relative, resolve } from "node:path";

const compiled = new Map<string, RegExp>();

/**
 * Whether a file lies where a pattern says.
 *
 * @param pattern A path relative to the root, in which `*` and `?` stand for anything in one
 *   name, `**` for any folders, and `{a,b}` for either. A folder stands for all that is in it.
 * @param root An absolute folder.
 * @example matchesGlob("/src/legacy/redis/plan.sh", "legacy/*", "/src"); // true
 */
export function matchesGlob(file: string, pattern: string, root: string): boolean {
  const expression = compiled.get(pattern) ?? compile(pattern);
  compiled.set(pattern, expression);
  return expression.test(relative(root, resolve(file)));
}

function compile(pattern: string): RegExp {
  const plain = pattern.replace(/^\.\//, "").replace(/\/+$/, "");
  const source = plain.replace(/\*\*\/?|[*?{},]|[^\w/*?{},-]/g, (sign) => {
    if (sign === "**/") return "(?:[^/]+/)*";
    if (sign === "**") return ".*";
    if (sign === "*") return "[^/]*";
    if (sign === "?") return "[^/]";
    if (sign === "{") return "(?:";
    if (sign === "}") return ")";
    if (sign === ",") return "|";
    return `\\${sign}`;
  });
  try {
    return new RegExp(`^(?:${source})(?:/.*)?$`, "s");
  } catch {
    return /(?!)/;
  }
}
