import { NotKnown } from "../cause.ts";
import type { Shell } from "../shell.ts";
import { excerpt, isAscii } from "../text/text.ts";
import { captures } from "./captures.ts";
import { endsOf, type Matcher } from "./ends.ts";
import { type Dialect, parseRegex } from "./parse.ts";

/** A match: where it lies, and its groups, the whole first. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** Nothing for a group without a part; `unknown` where several ways to match give others. */
  readonly groups: readonly (string | undefined)[];
  readonly ambiguous: boolean;
}

/**
 * The leftmost and longest match of a regular expression, as POSIX has it.
 *
 * @param from where in the text to begin
 * @throws {NotKnown} where the expression is not understood, or the locale decides
 */
export function searchRegex(
  shell: Shell,
  source: string,
  dialect: Dialect,
  text: string,
  from = 0,
): Match | undefined {
  const parsed = parseRegex(source, dialect);
  if (parsed === undefined || (parsed.countsCharacters && !isAscii(text))) {
    throw new NotKnown({
      reason: `matches the expression \`${excerpt(source)}\``,
      span: shell.here,
    });
  }
  const matcher: Matcher = { shell, text, found: new Map() };
  for (let start = from; start <= text.length; start += 1) {
    const ends = endsOf(matcher, parsed.regex, start);
    if (ends.length === 0) continue;
    const end = Math.max(...ends);
    const groups = captures(matcher, parsed.regex, parsed.groups, start, end);
    return {
      start,
      end,
      groups: [text.slice(start, end), ...(groups ?? [])],
      ambiguous: groups === undefined,
    };
  }
  return undefined;
}
