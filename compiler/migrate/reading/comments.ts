/** The comments between the commands of a plan.sh. */

/** What stands before or behind a command. */
export interface Remarks {
  /** Comments on lines of their own, as TypeScript writes them; an empty text is a blank line. */
  readonly lines: readonly string[];
  /** Whether a blank line stands before the command or its comments. */
  readonly blank: boolean;
}

/** A stretch between two commands. */
export interface Gap {
  /** The comment at the end of the first command's line. */
  readonly trailing?: string;
  readonly before: Remarks;
}

/**
 * Reads what stands between two commands: white space, separators and comments.
 *
 * @param text The stretch of source.
 * @param first Whether it begins a text, so that a comment in its first line trails nothing.
 */
export function readGap(text: string, first = false): Gap {
  const [head = "", ...rest] = text.split("\n").filter((line) => line.trim() !== "\\");
  const trailing = first ? undefined : commentOf(head);
  const lines: string[] = [];
  let blank = false;
  const own = first ? [head, ...rest] : rest;
  for (const [at, line] of own.entries()) {
    const comment = commentOf(line);
    if (comment !== undefined) lines.push(comment);
    // The last line holds the command itself.
    else if (line.trim() === "" && at < own.length - 1) {
      if (lines.length === 0) blank = true;
      else if (lines.at(-1) !== "") lines.push("");
    }
  }
  return {
    ...(trailing === undefined ? {} : { trailing }),
    before: { lines: lines.filter((line) => !isDirective(line)), blank },
  };
}

function commentOf(line: string): string | undefined {
  const found = /^[\s;&]*#(.*)$/.exec(line)?.[1];
  if (found === undefined || found.startsWith("!/")) return undefined;
  return remarkOf(found.replace(/^ /, ""));
}

/** A line as a comment of TypeScript. */
export function remarkOf(line: string): string {
  return `// ${line}`.trimEnd();
}

/** Word to a linter of shell scripts. */
function isDirective(comment: string): boolean {
  return /^\/\/\s*shellcheck\s+\w+=/.test(comment);
}

/** Comments of several places, one behind the other. */
export function joinRemarks(a: Remarks, b: Remarks): Remarks {
  if (a.lines.length === 0) return { lines: b.lines, blank: a.blank || b.blank };
  const between = b.blank && b.lines.length > 0 && a.lines.at(-1) !== "" ? [""] : [];
  return { lines: [...a.lines, ...between, ...b.lines], blank: a.blank };
}

export const noRemarks: Remarks = { lines: [], blank: false };
