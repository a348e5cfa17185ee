import type { ParameterExpansionPart, ParameterOperation, Word } from "unbash";
import { evaluateArithmetic } from "../arithmetic/arithmetic.ts";
import { NotKnown, type Text } from "../cause.ts";
import type { Shell } from "../shell.ts";
import { isAscii } from "../text/text.ts";
import { countingCause, mapText, sliceText } from "./operations.ts";
import type { Subject } from "./subject.ts";
import { notUnderstood } from "./values.ts";

export function sliced(
  shell: Shell,
  part: ParameterExpansionPart,
  operation: ParameterOperation & { type: "Slice" },
  subject: Subject,
  expandText: (word: Word) => Text,
): Subject {
  const offset = evaluateArithmetic(shell, expandText(operation.offset));
  const length =
    operation.length === undefined
      ? undefined
      : evaluateArithmetic(shell, expandText(operation.length));
  for (const bound of [offset, length]) {
    if (typeof bound === "object") {
      return subject.kind === "one"
        ? { kind: "one", text: bound }
        : { ...subject, open: bound.cause };
    }
  }
  if (typeof offset !== "bigint" || typeof length === "object") return subject;
  if (subject.kind === "many") return slicedList(shell, part, subject, offset, length);
  const text = mapText(subject.text ?? "", (whole) => {
    if (!isAscii(whole)) throw new NotKnown(countingCause(shell));
    const slice = sliceText(whole, offset, length);
    if (slice === undefined) throw notUnderstood(shell, part);
    return slice;
  });
  return { kind: "one", text };
}

function slicedList(
  shell: Shell,
  part: ParameterExpansionPart,
  subject: Subject & { kind: "many" },
  offset: bigint,
  length: bigint | undefined,
): Subject {
  const { texts, indices } = subject;
  // With an offset of 0 the positional parameters begin with the name of the shell.
  const isPositional = /^[@*]$/.test(part.parameter);
  const last = BigInt(indices.at(-1) ?? -1);
  const from = offset < 0n ? last + 1n + offset : offset;
  if ((isPositional && from < 1n) || (length !== undefined && length < 0n) || !subject.ordered) {
    throw notUnderstood(shell, part);
  }
  if (from < 0n) return { ...subject, texts: [], indices: [] };
  const first = indices.findIndex((index) => BigInt(index) >= from);
  const chosen = first < 0 ? [] : texts.slice(first);
  const count = length === undefined ? chosen.length : Number(length);
  return { ...subject, texts: chosen.slice(0, count), indices: [] };
}
