/** `replace` and `replaceAll` with a function. */

import { checkText } from "../../../bash/budget.ts";
import { isPrimitive, text } from "../convert.ts";
import { plainRecord } from "../make.ts";
import { isUnknown, type Machine, type Pattern, type Unknown, type Value } from "../model.ts";
import { type Place, spanAt } from "../place.ts";
import { callBack } from "./method.ts";
import { compiled } from "./patterns.ts";
import { safely } from "./safely.ts";

interface Replacing {
  readonly self: string;
  /** A regular expression or a text. */
  readonly pattern: Value;
  readonly replacement: Value;
  readonly name: string;
  readonly at: Place;
}

export function replaceWith(machine: Machine, replacing: Replacing): Value {
  const { self, pattern, replacement, name, at } = replacing;
  const matches =
    isPrimitive(pattern) || pattern.kind !== "pattern"
      ? textMatches(machine, replacing)
      : patternMatches(self, pattern, at);
  if (isUnknown(matches)) return matches;
  let result = "";
  let end = 0;
  let cause: Unknown | undefined;
  for (const { index, texts, groups } of name === "replaceAll"
    ? matches
    : limited(matches, pattern)) {
    const named = groups === undefined ? [] : [plainRecord(machine, Object.entries(groups))];
    const made = text(
      machine,
      callBack(machine, replacement, [...texts, index, self, ...named], at),
      at,
    );
    if (isUnknown(made)) {
      cause ??= made;
      continue;
    }
    result += self.slice(end, index) + made;
    end = index + (texts[0]?.length ?? 0);
    checkText(result.length, spanAt(at));
  }
  return cause ?? result + self.slice(end);
}

interface Match {
  readonly index: number;
  readonly texts: readonly (string | undefined)[];
  readonly groups?: Readonly<Record<string, string>> | undefined;
}

/** Without the flag `g` only the first match is replaced. */
function limited(matches: readonly Match[], pattern: Value): readonly Match[] {
  const all = !isPrimitive(pattern) && pattern.kind === "pattern" && pattern.flags.includes("g");
  return all ? matches : matches.slice(0, 1);
}

function patternMatches(self: string, pattern: Pattern, at: Place): readonly Match[] | Unknown {
  const flags = pattern.flags.includes("g") ? pattern.flags : `${pattern.flags}g`;
  const expression = compiled({ ...pattern, flags });
  const run = () => [...self.matchAll(expression)];
  const found = safely(pattern, self, { run, at });
  if (isUnknown(found)) return found;
  return found.map((match) => ({
    index: match.index ?? 0,
    texts: [...match],
    groups: match.groups,
  }));
}

function textMatches(
  machine: Machine,
  { self, pattern, at }: Replacing,
): readonly Match[] | Unknown {
  const sought = text(machine, pattern, at);
  if (isUnknown(sought)) return sought;
  const matches: Match[] = [];
  const step = Math.max(1, sought.length);
  for (let index = self.indexOf(sought); index >= 0; index = self.indexOf(sought, index + step)) {
    matches.push({ index, texts: [sought] });
    if (index + step > self.length) break;
  }
  return matches;
}
