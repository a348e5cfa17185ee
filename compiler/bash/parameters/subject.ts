import type { ParameterExpansionPart, Word } from "unbash";
import { evaluateArithmetic } from "../arithmetic/arithmetic.ts";
import { type Cause, isUnknown, Lost, type Text, unknown } from "../cause.ts";
import type { Shell } from "../shell.ts";
import { callElement } from "../state/special.ts";
import { shapeOf, type Value } from "../state/value.ts";
import { getValue, indexOf, itemsOf } from "../state/variables.ts";

/** What an expansion is about: one value, or all elements of an array or of `$@`. */
export type Subject =
  | {
      readonly kind: "one";
      /** Nothing where it is unset. */
      readonly text: Text | undefined;
    }
  | {
      readonly kind: "many";
      readonly texts: readonly Text[];
      /** The index of each element. */
      readonly indices: readonly number[];
      /** Why there may be more or fewer. */
      readonly open?: Cause;
      /** `*` and not `@`. */
      readonly star: boolean;
      /** Whether the elements have an order that every bash gives them. */
      readonly ordered: boolean;
    };

/** Expands a word to one text; given by the caller, as words and parameters need each other. */
export type ExpandText = (word: Word) => Text;

const one = (text: Text | undefined): Subject => ({ kind: "one", text });

/** What the name and subscript of an expansion stand for. */
export function subjectOf(
  shell: Shell,
  part: Pick<ParameterExpansionPart, "parameter" | "index">,
  expandText: ExpandText,
): Subject {
  const { parameter: name, index } = part;
  const special = specialParameter(shell, name);
  if (special !== undefined) return special;
  if (index !== undefined && (index.text === "@" || index.text === "*")) {
    return allElements(getValue(shell, name), index.text === "*");
  }
  if (name === "BASH_SOURCE" || name === "FUNCNAME")
    return callSubject(shell, name, index, expandText);
  const value = getValue(shell, name);
  if (value.kind === "unknown") {
    if (index !== undefined) expandText(index);
    return one(unknown(value.cause));
  }
  if (index === undefined) return one(wholeOrFirst(value));
  const key = keyOf(shell, value, expandText(index));
  return one(isUnknown(key) ? key : elementOf(shell, value, key));
}

function callSubject(
  shell: Shell,
  name: string,
  index: Word | undefined,
  expandText: ExpandText,
): Subject {
  const number = index === undefined ? 0n : evaluateArithmetic(shell, expandText(index));
  if (typeof number !== "bigint") return one(number);
  // Outside of functions there is no FUNCNAME.
  if (name === "FUNCNAME" && shell.calls.every((call) => call.name === "source"))
    return one(undefined);
  const element = number >= 0n ? callElement(shell, name, Number(number)) : undefined;
  if (element !== undefined) return one(element);
  return one(
    unknown({ reason: `reads \`${name}\` beyond the plan's own calls`, span: shell.here }),
  );
}

/** The text that a variable's bare name gives. */
export function wholeOrFirst(value: Value): Text | undefined {
  if (value.kind === "unknown") return unknown(value.cause);
  if (value.kind === "scalar") return value.text;
  if (value.kind === "list") return value.items.get(0);
  return value.kind === "map" ? value.entries.get("0") : undefined;
}

/**
 * A subscript as the variable takes it: a key for an associative array, else a number.
 *
 * @param text the subscript after its expansions
 */
export function keyOf(shell: Shell, value: Value, text: Text): string | number | { cause: Cause } {
  if (isUnknown(text)) return text;
  if (shapeOf(value) === "map") return text;
  if (value.kind === "unknown" && value.shape !== "list" && value.shape !== "scalar") {
    return unknown(value.cause);
  }
  const number = evaluateArithmetic(shell, text);
  return typeof number === "bigint" ? Number(number) : number;
}

/** The cause of a subscript without text, at which bash gives up. */
export function emptySubscript(shell: Shell): Cause {
  return { reason: "uses an empty subscript, which bash refuses", span: shell.here };
}

function elementOf(shell: Shell, value: Value, key: string | number): Text | undefined {
  if (value.kind === "map") return value.entries.get(String(key));
  const items = itemsOf(value);
  const index = indexOf(items, key);
  if (index !== undefined) return items.get(index);
  return unknown({ reason: "uses a subscript that bash refuses", span: shell.here });
}

/** All elements of an array; a scalar has one, an unset variable none. */
export function allElements(value: Value, star: boolean): Subject {
  if (value.kind === "unknown") {
    return { kind: "many", texts: [], indices: [], open: value.cause, star, ordered: true };
  }
  if (value.kind === "map") {
    const texts = [...value.entries.values()];
    return {
      kind: "many",
      texts,
      indices: texts.map((_, at) => at),
      star,
      ordered: texts.length < 2,
    };
  }
  const items = itemsOf(value);
  return {
    kind: "many",
    texts: [...items.values()],
    indices: [...items.keys()],
    star,
    ordered: true,
  };
}

/** `$1`, `$@`, `$?` and their like; nothing for the name of a variable. */
function specialParameter(shell: Shell, name: string): Subject | undefined {
  const { positional, status } = shell.state;
  const span = shell.here;
  if (/^[A-Za-z_]/.test(name)) return undefined;
  if (name === "@" || name === "*") {
    const { items: texts, open } = positional;
    const indices = texts.map((_, at) => at + 1);
    return {
      kind: "many",
      texts,
      indices,
      ...(open === undefined ? {} : { open }),
      star: name === "*",
      ordered: true,
    };
  }
  if (name === "#") {
    return one(
      positional.open === undefined ? String(positional.items.length) : unknown(positional.open),
    );
  }
  if (name === "?") return one(isUnknown(status) ? status : String(status));
  if (/^[1-9][0-9]*$/.test(name)) {
    return one(
      positional.open === undefined ? positional.items[Number(name) - 1] : unknown(positional.open),
    );
  }
  if (/^[0!$_-]$/.test(name)) {
    return one(unknown({ reason: `reads \`$${name}\`, which differs between builds`, span }));
  }
  throw new Lost({ reason: `uses the expansion \`\${${name}}\`, which habc does not know`, span });
}

/** The subject that `${!name}` points to. */
export function indirectSubject(shell: Shell, subject: Subject, expandText: ExpandText): Subject {
  const { here: span } = shell;
  const target = subject.kind === "one" ? subject.text : undefined;
  if (target === undefined) {
    throw new Lost({ reason: "uses an indirect expansion of something that names nothing", span });
  }
  // A name that is none makes bash give up the whole command.
  if (isUnknown(target)) throw new Lost(target.cause);
  const match = /^([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*#?])(?:\[([^[\]]*)\])?$/.exec(target);
  if (match === null) {
    throw new Lost({ reason: `uses \`${target}\` as the name of a variable`, span });
  }
  const [, parameter = "", subscript] = match;
  if (subscript === undefined) return subjectOf(shell, { parameter, index: undefined }, expandText);
  if (/[$`"'\\]/.test(subscript)) {
    throw new Lost({ reason: `uses \`${target}\` as the name of a variable`, span });
  }
  const index: Word = { type: "Word", text: subscript, value: subscript, pos: 0, end: 0 };
  return subjectOf(shell, { parameter, index }, () => subscript);
}
