/** The commands of a plan's top level with their comments, also those of the files it sources. */
import { readFileSync } from "node:fs";
import type { ArrayValue, Assignment, CompoundList, Statement, SyntaxNode, Word } from "unbash";
import { forEachChild, parse } from "unbash";
import { positionAt, type SourceText } from "../../bash/text/source-text.ts";
import { decodeBytes } from "../../bash/text/text.ts";
import type { Span } from "../../ir/index.ts";
import { joinRemarks, noRemarks, type Remarks, readGap } from "./comments.ts";
import type { Reading } from "./reading.ts";

/** One command of the top level. */
export interface Item {
  readonly source: SourceText;
  readonly node: Statement;
  readonly remarks: Remarks;
  readonly trailing?: string;
}

/** The whole top level. */
export interface Outline {
  /** The comment at the beginning of the plan, about all of it. */
  readonly head: Remarks;
  readonly items: readonly Item[];
  /** What stands behind the last command. */
  readonly tail: Remarks;
  /** The file that a place of the IR is in. */
  readonly files: ReadonlyMap<string, SourceText>;
}

export function outlineOf(reading: Reading): Outline {
  const { source, script } = reading;
  const files = new Map([[source.file, source]]);
  const items: Item[] = [];
  for (const file of sourcedFiles(reading)) {
    const text = decodeBytes(readFileSync(file));
    const sourced = { file, text };
    files.set(file, sourced);
    const { commands } = parse(text);
    items.push(...itemsOf(sourced, commands, { from: 0, remarks: noRemarks }).items);
  }
  const own = itemsOf(source, script.commands, { from: 0, remarks: noRemarks });
  const [first, ...others] = own.items;
  const { head, remarks } = splitHead(first?.remarks ?? noRemarks);
  if (first !== undefined) items.push({ ...first, remarks }, ...others);
  const end = readGap(source.text.slice(own.end), own.items.length === 0);
  return { head, items, tail: end.before, files };
}

/** The files that set something or define a function, in the order in which they do. */
function sourcedFiles({ ir, functions, source }: Reading): readonly string[] {
  const spans = Object.values(ir.spans).flatMap((places) => (places ?? []).map(({ file }) => file));
  const defined = [...functions.values()].map((one) => one.source.file);
  const named = new Set([...spans, ...defined]);
  return [...named].filter((file) => file !== source.file && ir.files.includes(file));
}

/** Of the comments before the first command, those behind a blank line are its own. */
function splitHead({ lines }: Remarks): { head: Remarks; remarks: Remarks } {
  const cut = lines.lastIndexOf("");
  if (cut < 0) return { head: noRemarks, remarks: { lines, blank: false } };
  return {
    head: { lines: lines.slice(0, cut), blank: false },
    remarks: { lines: lines.slice(cut + 1), blank: false },
  };
}

interface Start {
  /** Where the text begins that was not looked at yet. */
  readonly from: number;
  /** Comments that belong to the first command. */
  readonly remarks: Remarks;
}

function itemsOf(source: SourceText, statements: readonly Statement[], start: Start) {
  const items: Item[] = [];
  let end = start.from;
  let pending = start.remarks;
  for (const node of statements) {
    const gap = readGap(source.text.slice(end, node.pos), end === 0);
    const last = items.at(-1);
    if (gap.trailing !== undefined && last !== undefined) {
      items[items.length - 1] = { ...last, trailing: gap.trailing };
    }
    const remarks = joinRemarks(pending, gap.before);
    pending = noRemarks;
    const branches = branchesOf(source, node);
    if (branches.length === 0) items.push({ source, node, remarks });
    else {
      let above = remarks;
      for (const { list, from } of branches) {
        const nested = itemsOf(source, list.commands, { from, remarks: above });
        items.push(...nested.items);
        above = noRemarks;
      }
    }
    end = node.end;
  }
  const gap = readGap(source.text.slice(end), end === 0);
  const last = items.at(-1);
  if (gap.trailing !== undefined && last !== undefined) {
    items[items.length - 1] = { ...last, trailing: gap.trailing };
  }
  return { items, end };
}

/** The lists of commands of which a condition chooses one, and where the text of each begins. */
function branchesOf({ text }: SourceText, { command }: Statement): readonly Branch[] {
  if (command.type === "BraceGroup") return [{ list: command.body, from: command.pos + 1 }];
  if (command.type !== "If") return [];
  const behind = (end: number) => {
    const between = /^(?:[\s;]|#[^\n]*\n)*(?:then|else)/.exec(text.slice(end));
    return end + (between?.[0].length ?? 0);
  };
  const lists = [command, ...command.elif].map((one) => ({
    list: one.then,
    from: behind(one.clause.end),
  }));
  const last = lists.at(-1);
  if (command.else === undefined || last === undefined) return lists;
  return [...lists, { list: command.else, from: behind(last.list.end) }];
}

interface Branch {
  readonly list: CompoundList;
  readonly from: number;
}

/** The assignment at a place of the IR, and the command that it is part of. */
export interface Found {
  readonly item: Item;
  readonly node: Assignment;
}

export function findAssignment({ items }: Outline, span: Span): Found | undefined {
  for (const item of items) {
    if (item.source.file !== span.file) continue;
    const node = assignments(item.node).find(({ pos }) => {
      const { line, column } = positionAt(item.source, pos);
      return line === span.start.line && column === span.start.column;
    });
    if (node !== undefined) return { item, node };
  }
  return undefined;
}

/** All assignments below a node that no function holds. */
export function assignments(node: SyntaxNode): Assignment[] {
  if (node.type === "Function") return [];
  const found: Assignment[] = node.type === "Assignment" ? [node] : [];
  forEachChild(node, (child) => {
    found.push(...assignments(child));
  });
  return found;
}

/** One element of an array with the comments around it. */
export interface Element {
  readonly word: Word;
  readonly remarks: Remarks;
  readonly trailing?: string;
}

/** The elements of an array, and the comments behind the last one. */
export function elementsOf({ text }: SourceText, array: ArrayValue) {
  const elements: Element[] = [];
  let end = array.pos + 1;
  for (const word of array.elements) {
    const { trailing, before } = readGap(text.slice(end, word.pos));
    attach(elements, trailing);
    const first = elements.length === 0 && trailing !== undefined;
    elements.push({
      word,
      remarks: first ? { ...before, lines: [trailing, ...before.lines] } : before,
    });
    end = word.end;
  }
  const gap = readGap(text.slice(end, array.end - 1));
  attach(elements, gap.trailing);
  return { elements, tail: gap.before };
}

function attach(elements: Element[], trailing: string | undefined): void {
  const last = elements.at(-1);
  if (trailing !== undefined && last !== undefined) {
    elements[elements.length - 1] = { ...last, trailing };
  }
}
