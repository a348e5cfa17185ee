/** The lists of dependencies. */
import type { Diagnostic, Fix, SettingName, Span } from "../../ir/index.ts";
import { finding, type Rule, type RuleContext } from "../context.ts";
import { itemSpan, itemSpans, offsetOf } from "../setting-spans.ts";

const lists = ["pkg_deps", "pkg_build_deps"] as const satisfies SettingName[];

export const dependenciesRule: Rule = (context) => [
  ...lists.flatMap((list) => duplicates(context, list)),
  ...inBoth(context),
  ...onItself(context),
];

function duplicates(context: RuleContext, list: (typeof lists)[number]): Diagnostic[] {
  const seen = new Map<string, string>();
  const found: Diagnostic[] = [];
  for (const ident of context.ir.settings[list] ?? []) {
    const name = packageOf(ident);
    const first = seen.get(name);
    seen.set(name, first ?? ident);
    if (first === undefined) continue;
    const spans = itemSpans(context, list, ident);
    const span = spans.at(-1) ?? itemSpan(context, list, ident);
    const other = first === ident ? spans[0] : itemSpans(context, list, first)[0];
    const isSame = first === ident && spans.length > 1;
    found.push(
      finding("dep-duplicate", {
        message:
          first === ident
            ? `${list} lists ${name} twice`
            : `${list} lists both ${first} and ${ident}`,
        hint:
          first === ident
            ? "remove one of them"
            : "keep one of them: a build takes one release of a package",
        spans: [span, ...(other === undefined ? [] : [{ ...other, label: "the other one" }])],
        ...(isSame ? { fixes: [removal(context, span, ident)] } : {}),
      }),
    );
  }
  return found;
}

/**
 * Removes an item with the white space before it, and in a plan.ts the comma behind it; the whole
 * line where it has one for itself.
 */
function removal({ ir, files }: RuleContext, span: Span, ident: string): Fix {
  const text = files.read(span.file)?.text ?? "";
  const start = offsetOf(text, span.start.line, span.start.column);
  const end = offsetOf(text, span.end.line, span.end.column);
  const quote = /["'`]/.test(text[start - 1] ?? "") && text[start - 1] === text[end] ? 1 : 0;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(lineStart, start - quote);
  const after = text.slice(end + quote).split("\n", 1)[0] ?? "";
  const [comma = ""] = (ir.kind === "plan.ts" && /^\s*,/.exec(after)) || [];
  const { line } = span.start;
  const place = (offset: number) => ({ line, column: offset - lineStart + 1 });
  const isAlone = before.trim() === "" && after.slice(comma.length).trim() === "";
  const edit = isAlone
    ? { start: { line, column: 1 }, end: { line: line + 1, column: 1 } }
    : {
        start: place(lineStart + before.trimEnd().length),
        end: place(end + quote + comma.length),
      };
  const edits = [{ span: { file: span.file, ...edit }, text: "" }];
  return { title: `remove the second ${ident}`, edits };
}

function inBoth(context: RuleContext): Diagnostic[] {
  const { pkg_deps: run = [], pkg_build_deps: build = [] } = context.ir.settings;
  return [...new Set(build)]
    .filter((ident) => run.includes(ident))
    .map((ident) =>
      finding("dep-in-both", {
        message: `${ident} is in pkg_deps and in pkg_build_deps`,
        hint: "pkg_deps alone is enough",
        spans: [
          itemSpan(context, "pkg_build_deps", ident),
          { ...itemSpan(context, "pkg_deps", ident), label: "also here" },
        ],
      }),
    );
}

function onItself(context: RuleContext): Diagnostic[] {
  const { pkg_origin: origin, pkg_name: name, pkg_deps: deps = [] } = context.ir.settings;
  return deps
    .filter((ident) => packageOf(ident) === `${origin}/${name}`)
    .map((ident) =>
      finding("dep-self", {
        message: `the package needs itself to run: ${ident}`,
        spans: [itemSpan(context, "pkg_deps", ident)],
      }),
    );
}

function packageOf(ident: string): string {
  return ident.split("/").slice(0, 2).join("/");
}
