/**
 * Lays out text within a width, as formatters of JavaScript do: a group stands on one line where
 * it fits, else each of its lines is broken.
 *
 * Source: Philip Wadler, "A prettier printer".
 */

export type Doc =
  | string
  | readonly Doc[]
  | { readonly kind: "line"; readonly flat: string }
  | { readonly kind: "break" }
  | { readonly kind: "indent"; readonly content: Doc }
  | { readonly kind: "group"; readonly content: Doc; readonly broken: boolean }
  | { readonly kind: "if-broken"; readonly content: Doc };

/** A space, or a line break where the group around it is broken. */
export const line: Doc = { kind: "line", flat: " " };
/** Nothing, or a line break where the group around it is broken. */
export const softline: Doc = { kind: "line", flat: "" };
/** A line break, which breaks all groups around it. */
export const hardline: Doc = { kind: "break" };

export function indent(...content: readonly Doc[]): Doc {
  return { kind: "indent", content };
}

export function group(...content: readonly Doc[]): Doc {
  return { kind: "group", content, broken: breaks(content) };
}

/** Only where the group around it is broken. */
export function ifBroken(content: Doc): Doc {
  return { kind: "if-broken", content };
}

/** The documents with another one between them. */
export function join(separator: Doc, docs: readonly Doc[]): Doc {
  return docs.flatMap((doc, at) => (at === 0 ? [doc] : [separator, doc]));
}

/** Things in brackets with commas between them: on one line, or one on each. */
export function bracketed(open: string, items: readonly Doc[], close: string, pad = ""): Doc {
  if (items.length === 0) return open + close;
  const edge: Doc = { kind: "line", flat: pad };
  const content = indent(edge, join([",", line], items), ifBroken(","));
  return group(open, content, edge, close);
}

function breaks(doc: Doc): boolean {
  if (typeof doc === "string") return doc.includes("\n");
  if (isList(doc)) return doc.some(breaks);
  switch (doc.kind) {
    case "break":
      return true;
    case "group":
      return doc.broken;
    case "indent":
      return breaks(doc.content);
    default:
      return false;
  }
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}

interface Placed {
  readonly doc: Doc;
  readonly indent: number;
  readonly broken: boolean;
}

/**
 * @param width The columns of a line.
 * @param start The column and the indentation at which the text begins.
 */
export function layOut(doc: Doc, width = 100, start = 0): string {
  let text = "";
  let column = start;
  const rest: Placed[] = [{ doc, indent: start, broken: true }];
  for (let placed = rest.pop(); placed !== undefined; placed = rest.pop()) {
    const { doc: at, indent: depth, broken } = placed;
    if (typeof at === "string") {
      text += at;
      const last = at.lastIndexOf("\n");
      column = last < 0 ? column + at.length : at.length - last - 1;
    } else if (isList(at)) {
      for (const part of at.toReversed()) rest.push({ doc: part, indent: depth, broken });
    } else if (at.kind === "indent") {
      rest.push({ doc: at.content, indent: depth + 2, broken });
    } else if (at.kind === "if-broken") {
      if (broken) rest.push({ ...placed, doc: at.content });
    } else if (at.kind === "group") {
      const flat = { doc: at.content, indent: depth, broken: false };
      const fit = !at.broken && fits([...rest, flat], width - column);
      rest.push(fit ? flat : { ...flat, broken: true });
    } else if (at.kind === "line" && !broken) {
      text += at.flat;
      column += at.flat.length;
    } else {
      text = `${text.replace(/[ \t]+$/, "")}\n${" ".repeat(depth)}`;
      column = depth;
    }
  }
  return text;
}

/** Whether what comes next stays within the columns up to the next line break. */
function fits(rest: Placed[], columns: number): boolean {
  let left = columns;
  for (let at = rest.length - 1; at >= 0 && left >= 0; ) {
    const placed = rest[at];
    if (placed === undefined) return true;
    const { doc, broken } = placed;
    rest.length = at;
    if (typeof doc === "string") {
      const end = doc.indexOf("\n");
      if (end >= 0) return end <= left;
      left -= doc.length;
    } else if (isList(doc)) {
      for (const part of doc.toReversed()) rest.push({ ...placed, doc: part });
    } else if (doc.kind === "break" || (doc.kind === "line" && broken)) return true;
    else if (doc.kind === "line") left -= doc.flat.length;
    else if (doc.kind === "if-broken") {
      if (broken) rest.push({ ...placed, doc: doc.content });
    } else
      rest.push({
        ...placed,
        doc: doc.content,
        broken: doc.kind === "group" ? doc.broken : broken,
      });
    at = rest.length - 1;
  }
  return left >= 0;
}
