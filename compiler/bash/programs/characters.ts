import { isUnknown } from "../cause.ts";
import { write } from "../commands/channel.ts";
import { isAscii } from "../text/text.ts";
import { linesOf, type Program, parseOptions, readInput, textOf } from "./input.ts";

/** `tr [-cds] set [set]`. */
export const tr: Program = (shell, args) => {
  const parsed = parseOptions(args, "cCds", "");
  if (parsed === undefined) return undefined;
  const { options, operands } = parsed;
  const complement = options.has("c") || options.has("C");
  const remove = options.has("d");
  const squeeze = options.has("s");
  const sets = operands.map(parseSet);
  const [first, second] = sets;
  const wanted = remove === squeeze ? 2 : 1;
  const fits = sets.length === wanted || (squeeze && !remove && sets.length === 2);
  if (first === undefined || !fits || sets.includes(undefined)) return undefined;
  if (remove && squeeze) return undefined;
  if (second !== undefined && (complement || second.length === 0)) return undefined;
  const { text } = readInput(shell, []);
  if (isUnknown(text)) {
    write(shell, 1, text);
    return text;
  }
  // Bytes beyond ASCII pass through, unless a complement takes them in.
  if (complement && !isAscii(text)) return unknownInput(shell);
  const member = (character: string) => first.includes(character) !== complement;
  let result = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (remove && member(character)) continue;
    const mapped =
      second === undefined || !member(character) ? character : translate(first, second, character);
    const repeated =
      squeeze &&
      result.endsWith(mapped) &&
      (second ?? first).includes(mapped) !== (complement && second === undefined);
    if (!repeated) result += mapped;
  }
  write(shell, 1, result);
  return 0;
};

function translate(first: string, second: string, character: string): string {
  const at = first.lastIndexOf(character);
  return second.charAt(Math.min(at, second.length - 1));
}

function unknownInput(shell: Parameters<Program>[0]) {
  const cause = { reason: "translates characters beyond ASCII", span: shell.here };
  write(shell, 1, { cause });
  return { cause };
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => String.fromCharCode(from + at)).join("");

const named: Readonly<Record<string, string>> = {
  "[:upper:]": range(65, 90),
  "[:lower:]": range(97, 122),
  "[:digit:]": range(48, 57),
  "[:space:]": "\t\n\v\f\r ",
  "[:blank:]": "\t ",
  "[:alpha:]": range(65, 90) + range(97, 122),
  "[:alnum:]": range(48, 57) + range(65, 90) + range(97, 122),
  "[:punct:]": range(33, 47) + range(58, 64) + range(91, 96) + range(123, 126),
};

/** The characters of a set of `tr`, in its order; nothing where it is of an uncommon kind. */
function parseSet(text: string): string | undefined {
  if (!isAscii(text) || /\[[=.]|\[.\*/.test(text)) return undefined;
  let set = "";
  for (let at = 0; at < text.length; at += 1) {
    const name = /^\[:[a-z]+:\]/.exec(text.slice(at))?.[0];
    if (name !== undefined) {
      const characters = named[name];
      if (characters === undefined) return undefined;
      set += characters;
      at += name.length - 1;
      continue;
    }
    const from = text.charAt(at);
    if (from === "\\") {
      const control = { n: "\n", t: "\t", r: "\r", "\\": "\\" }[text.charAt(at + 1)];
      if (control === undefined || text[at + 2] === "-") return undefined;
      set += control;
      at += 1;
    } else if (text[at + 1] === "-" && at + 2 < text.length) {
      const to = text.charAt(at + 2);
      if (to < from || to === "\\" || to === "[") return undefined;
      set += range(from.charCodeAt(0), to.charCodeAt(0));
      at += 2;
    } else set += from;
  }
  return set;
}

/** `cut -d X -f LIST` and `cut -c LIST`. */
export const cut: Program = (shell, args) => {
  const parsed = parseOptions(args, "s", "dfc");
  if (parsed === undefined) return undefined;
  const { options, operands } = parsed;
  const fields = parseList(options.get("f"));
  const characters = parseList(options.get("c"));
  const [delimiter = "\t"] = options.get("d") ?? [];
  if ((fields === undefined) === (characters === undefined)) return undefined;
  if (delimiter.length !== 1 || !isAscii(delimiter) || delimiter === "\n") return undefined;
  if (characters !== undefined && (options.has("d") || options.has("s"))) return undefined;
  const { text, missing } = readInput(shell, operands);
  if (isUnknown(text) || (characters !== undefined && !isAscii(text))) {
    const doubt = isUnknown(text)
      ? text
      : { cause: { reason: "cuts characters beyond ASCII", span: shell.here } };
    write(shell, 1, doubt);
    return doubt;
  }
  const lines = linesOf(text).lines.flatMap((line) => {
    if (characters !== undefined) return [[...line].filter((_, at) => characters(at + 1)).join("")];
    if (!line.includes(delimiter)) return options.has("s") ? [] : [line];
    return [
      line
        .split(delimiter)
        .filter((_, at) => fields?.(at + 1))
        .join(delimiter),
    ];
  });
  write(shell, 1, textOf(lines));
  return missing ? 1 : 0;
};

/** A list such as `1,3-5,7-`, as a test of positions. */
function parseList(lists: readonly string[] | undefined): ((at: number) => boolean) | undefined {
  const [list] = lists ?? [];
  if (list === undefined || lists?.length !== 1) return undefined;
  const ranges: [number, number][] = [];
  for (const item of list.split(",")) {
    const match = /^([0-9]*)(-?)([0-9]*)$/.exec(item);
    const [, from = "", dash = "", to = ""] = match ?? [];
    if (match === null || (from === "" && to === "")) return undefined;
    const first = from === "" ? 1 : Number(from);
    const last = dash === "" ? first : to === "" ? Number.POSITIVE_INFINITY : Number(to);
    if (first < 1 || last < first) return undefined;
    ranges.push([first, last]);
  }
  return (at) => ranges.some(([first, last]) => first <= at && at <= last);
}
