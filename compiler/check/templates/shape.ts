/** What a template can know of a value before there is one. */
import type { DiagnosticCode, Severity } from "../../ir/index.ts";

/** The findings that a missing field leads to. */
export type MissingCode = Extract<
  DiagnosticCode,
  | "template-path-unknown"
  | "template-cfg-missing"
  | "template-bind-unknown"
  | "template-bind-export"
  | "template-export-unknown"
>;

/**
 * `any`: nothing is known. `value`: there is nothing below it. `list`: its items are all alike.
 * `table`: it has these fields and no others.
 */
export type Shape =
  | { readonly kind: "any" }
  | { readonly kind: "value"; readonly code: MissingCode }
  | { readonly kind: "list"; readonly item: Shape; readonly code: MissingCode }
  | {
      readonly kind: "table";
      readonly fields: ReadonlyMap<string, Shape>;
      readonly code: MissingCode;
      /** How grave it is that a field is missing, where it is not as the code says. */
      readonly severity?: Severity;
    };

export const any: Shape = { kind: "any" };

/** A table whose fields are texts, numbers and the like. */
export function record(names: readonly string[], code: MissingCode): Map<string, Shape> {
  return new Map(names.map((name) => [name, { kind: "value", code }]));
}

/** The shape of TOML data. What is empty by default is there to be filled. */
export function shapeOfData(data: unknown, code: MissingCode): Shape {
  if (Array.isArray(data)) {
    const items = data.map((item) => shapeOfData(item, code));
    return { kind: "list", item: items.length === 0 ? any : items.reduce(merged), code };
  }
  if (typeof data !== "object" || data === null || data instanceof Date) {
    return { kind: "value", code };
  }
  const entries = Object.entries(data);
  if (entries.length === 0) return any;
  const fields = entries.map(([key, value]) => [key, shapeOfData(value, code)] as const);
  return { kind: "table", fields: new Map(fields), code };
}

/** What holds of either of two. */
export function merged(a: Shape, b: Shape): Shape {
  if (a.kind === "table" && b.kind === "table") {
    const fields = new Map(a.fields);
    for (const [name, shape] of b.fields) {
      const other = fields.get(name);
      fields.set(name, other === undefined ? shape : merged(other, shape));
    }
    return { ...a, fields };
  }
  if (a.kind === "list" && b.kind === "list") return { ...a, item: merged(a.item, b.item) };
  return a.kind === b.kind ? a : any;
}

/** One item of what a block goes through: of a list, or of a table. */
export function itemOf(shape: Shape): Shape {
  if (shape.kind === "list") return shape.item;
  if (shape.kind !== "table") return any;
  const [first = any, ...others] = shape.fields.values();
  return others.reduce(merged, first);
}
