/** Which comments of a plan belong to what. */
import { isSettingName, type SettingName, type Span } from "../../ir/index.ts";
import { joinRemarks, noRemarks, type Remarks } from "./comments.ts";
import type { Item, Outline } from "./outline.ts";
import type { PlanFunction, Reading } from "./reading.ts";

/** Comments before something, and the one at the end of its line. */
export interface Remarked {
  readonly remarks: Remarks;
  readonly trailing?: string;
}

/** The comments of the places that set a setting. */
export function settingRemarks(
  outline: Outline,
  readings: readonly Reading[],
  name: SettingName,
): Remarked {
  const items = new Map<string, Item>();
  for (const { ir } of readings) {
    for (const span of ir.spans[name] ?? []) {
      const item = itemAt(outline, span);
      if (item !== undefined) items.set(`${item.source.file}:${item.node.pos}`, item);
    }
  }
  const order = (item: Item) => outline.items.indexOf(item);
  return joined([...items.values()].sort((a, b) => order(a) - order(b)));
}

/** The comments of a function. */
export function functionRemarks({ items }: Outline, fn: PlanFunction | undefined): Remarked {
  const item = items.find(
    ({ source, node }) =>
      source.file === fn?.source.file && fn.node.pos >= node.pos && fn.node.end <= node.end,
  );
  return item === undefined ? { remarks: noRemarks } : joined([item]);
}

/** The comments of a variable of the plan's own. */
export function ownRemarks({ items }: Outline, name: string): readonly string[] {
  if (isSettingName(name)) return [];
  const item = items.find(({ node, source }) =>
    new RegExp(`^(export\\s+|readonly\\s+|declare\\s+)?${name}\\+?=`).test(
      source.text.slice(node.pos, node.end),
    ),
  );
  return item?.remarks.lines ?? [];
}

function joined(items: readonly Item[]): Remarked {
  const remarks = items.map((item) => item.remarks).reduce(joinRemarks, noRemarks);
  const trailing = items.map((item) => item.trailing).findLast((one) => one !== undefined);
  const [first] = items;
  return {
    remarks: { ...remarks, blank: first?.remarks.blank ?? false },
    ...(trailing === undefined ? {} : { trailing }),
  };
}

function itemAt({ items, files }: Outline, { file, start }: Span): Item | undefined {
  const source = files.get(file);
  if (source === undefined) return undefined;
  const above = source.text.split("\n").slice(0, start.line - 1);
  const offset = above.reduce((sum, { length }) => sum + length + 1, start.column - 1);
  return items.find(
    ({ source: own, node }) => own.file === file && offset >= node.pos && offset < node.end,
  );
}
