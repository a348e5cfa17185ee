/**
 * `pkg_path_for` and `pkg_interpreter_for`: finding something in the resolved dependencies.
 *
 * Source: plan-build, which hands the argument to `grep -E`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";

/**
 * Finds a dependency.
 *
 * @param paths The paths of the dependencies, in the order in which they count.
 * @param query Part of an identifier between slashes, such as `zlib`, `core/zlib` or
 * `zlib/1.2.8`, or an extended regular expression for one. What is no such expression, or has
 * no answer within a moment, is taken as it is written.
 * @returns The first path that fits, or undefined.
 */
export function findDependency(paths: readonly string[], query: string): string | undefined {
  const matches = matcher(`(^|/)${ecmaPattern(query)}(/|$)`, query);
  return paths.find((path) => {
    const ident = path.split("/").slice(-4).join("/");
    return matches(ident) || `/${ident}/`.includes(`/${query}/`);
  });
}

/**
 * Finds an interpreter of a package.
 *
 * @param path The folder of the package, where this process sees it.
 * @param interpreter The end of the interpreter's path, such as `bin/bash`, or an extended
 * regular expression for it.
 * @returns The absolute path that the package's `INTERPRETERS` gives, or undefined.
 */
export function interpreterOf(path: string, interpreter: string): string | undefined {
  const matches = matcher(`^.*${ecmaPattern(interpreter)}$`, interpreter);
  return interpreterLines(path).find((line) => matches(line) || line.endsWith(interpreter));
}

function interpreterLines(path: string): string[] {
  try {
    return readFileSync(join(path, "INTERPRETERS"), "utf8").split("\n").filter(Boolean);
  } catch {
    return [];
  }
}

/** A test that comes to an end: a plan's expression can be one that backtracks for ever. */
function matcher(pattern: string, query: string): (text: string) => boolean {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern);
  } catch {
    return () => false;
  }
  if (/^[\w./-]*$/.test(query)) return (text) => expression.test(text);
  const script = new Script("expression.test(text)");
  return (text) => {
    try {
      return script.runInNewContext({ expression, text }, { timeout: 100 }) === true;
    } catch {
      return false;
    }
  };
}

const characterClasses: Readonly<Record<string, string>> = {
  alnum: "A-Za-z0-9",
  alpha: "A-Za-z",
  blank: " \\t",
  digit: "0-9",
  lower: "a-z",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\s",
  upper: "A-Z",
  xdigit: "0-9A-Fa-f",
};

/** An extended regular expression as ECMAScript has it: they differ inside brackets. */
function ecmaPattern(extended: string): string {
  return extended.replace(
    /\\.|\[(\^?)(\]?(?:\[:[a-z]+:\]|[^\]])*)\]/gs,
    (whole, negated: string | undefined, content: string | undefined) => {
      if (content === undefined) return whole;
      const inner = content.replace(/\[:([a-z]+):\]|[\\\]]/g, (part, name: string | undefined) =>
        name === undefined ? `\\${part}` : (characterClasses[name] ?? ""),
      );
      return `[${negated}${inner}]`;
    },
  );
}
