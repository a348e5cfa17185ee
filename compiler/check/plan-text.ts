/** The texts that a plan was read from, and what bash makes of them. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { ParseCache } from "../bash/index.ts";
import { type SourceText, spanOf } from "../bash/text/source-text.ts";
import { decodeBytes } from "../bash/text/text.ts";
import type { PlanIR, Span } from "../ir/index.ts";
import { type Call, factsOf, type ScriptFacts } from "./script/facts.ts";

/** Reads each text file of a run once. */
export interface TextFiles {
  /** @returns Undefined where there is no file that can be read. */
  read(file: string): SourceText | undefined;
}

/** @returns A reader that remembers. Bytes that are no UTF-8 become lone surrogates. */
export function textFiles(): TextFiles {
  const texts = new Map<string, SourceText | undefined>();
  return {
    read(file) {
      const path = resolve(file);
      if (!texts.has(path)) texts.set(path, readSource(path));
      return texts.get(path);
    },
  };
}

function readSource(file: string): SourceText | undefined {
  try {
    return { file, text: decodeBytes(readFileSync(file)) };
  } catch {
    return undefined;
  }
}

/** One bash text of a plan: the plan file, or one that it sources. */
export interface Script extends ScriptFacts {
  readonly source: SourceText;
}

/** A call in a function of a plan, or at its top level. */
export interface PlacedCall extends Call {
  readonly script: Script;
  /** The function that it is in; undefined at the top level. */
  readonly functionName: string | undefined;
}

/** @returns The bash texts, the plan file first; none for a plan.ts. */
export function scriptsOf(
  ir: PlanIR,
  { files, cache }: { readonly files: TextFiles; readonly cache: ParseCache },
): Script[] {
  if (ir.kind !== "plan.sh") return [];
  return [ir.plan.file, ...ir.files].flatMap((file) => {
    const source = files.read(file);
    // Files that the plan only reads as data were never parsed.
    const script = source === undefined ? undefined : cache.get(source.text);
    return source === undefined || script === undefined ? [] : [{ source, ...factsOf(script) }];
  });
}

/**
 * The calls that a build can come to: those at the top level, and those in the functions that
 * the plan has in the end. What another definition replaces does not count.
 */
export function liveCalls(ir: PlanIR, scripts: readonly Script[]): PlacedCall[] {
  const live = new Map<string, string>();
  for (const [name, { span }] of Object.entries(ir.callbacks)) {
    if (span !== undefined) live.set(placeKey(span), name);
  }
  return scripts.flatMap((script) =>
    script.calls.flatMap((call) => {
      const { definedAt } = call.around;
      if (definedAt === undefined) return { ...call, script, functionName: undefined };
      const place = spanOf(script.source, { pos: definedAt, end: definedAt });
      const functionName = live.get(placeKey(place));
      return functionName === undefined ? [] : { ...call, script, functionName };
    }),
  );
}

function placeKey({ file, start }: Span): string {
  return `${resolve(file)}:${start.line}:${start.column}`;
}
