/** The properties of a plan with the comments before and behind them. */
import { type Doc, hardline, layOut } from "./layout/doc.ts";
import type { Remarks } from "./reading/comments.ts";

/** One property. */
export interface Property {
  /** Nothing where only comments are left. */
  readonly doc?: Doc;
  readonly remarks: Remarks;
  readonly trailing?: string;
  readonly isCallback: boolean;
}

export function propertyLines(properties: readonly Property[]): Doc {
  return properties.map(({ doc, remarks, trailing, isCallback }, at): Doc => {
    const blank = at > 0 && (isCallback || remarks.blank || remarks.lines.length > 2);
    const text = doc === undefined ? "" : layOut(doc, 100, 2);
    const fits =
      trailing !== undefined && !text.includes("\n") && text.length + trailing.length < 97;
    const above = trailing === undefined || fits ? remarks.lines : [...remarks.lines, trailing];
    return [
      ...(blank ? [hardline] : []),
      ...above.map((one): Doc => (one === "" ? hardline : [hardline, one])),
      ...(doc === undefined ? [] : [hardline, doc, ","]),
      ...(fits ? [` ${trailing}`] : []),
    ];
  });
}
