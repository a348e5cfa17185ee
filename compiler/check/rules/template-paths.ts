/** Paths of a template that lead nowhere. */
import type { SourceText } from "../../bash/text/source-text.ts";
import type { Diagnostic, Span } from "../../ir/index.ts";
import type { Path } from "../../template/index.ts";
import { finding } from "../context.ts";
import { likelyName } from "../likely-name.ts";
import { elsewhere, isCommentedOut } from "../templates/elsewhere.ts";
import type { Missing } from "../templates/scope.ts";
import type { Shape } from "../templates/shape.ts";
import type { MissingPlace } from "../templates/walk.ts";
import { rangeSpan } from "./template-span.ts";

/** How many places beside the first a finding shows. */
const mostPlaces = 3;

/** What is around the paths of a file. */
export interface Rendered {
  readonly source: SourceText;
  /** The root of the data. */
  readonly data: Shape;
  /** The text of `default.toml`, where there is one. */
  readonly toml: string;
}

/** @returns One finding for each path of a file, with the places where it stands. */
export function missingPath(places: readonly MissingPlace[], rendered: Rendered): Diagnostic[] {
  const groups = new Map<string, MissingPlace[]>();
  for (const place of places) {
    if (isMeant(place)) continue;
    const key = `${place.missing.code} ${place.missing.name}`;
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups.values()].flatMap((group) => describe(group, rendered));
}

/** What need not be there, and is asked for before it is used, is as it should be. */
function isMeant({ missing, isCondition }: MissingPlace): boolean {
  const mayBeAbsent = ["template-cfg-missing", "template-bind-export", "template-export-unknown"];
  return isCondition && mayBeAbsent.includes(missing.code) && likely(missing) === undefined;
}

/** A name like the one that there is not, at the same place. */
function likely({ key, known }: Missing): string | undefined {
  return likelyName(key, known);
}

function describe([first, ...others]: readonly MissingPlace[], rendered: Rendered): Diagnostic[] {
  if (first === undefined) return [];
  const { source } = rendered;
  const { path, missing } = first;
  const also = others.slice(0, mostPlaces).map(({ path: other }) => ({
    ...rangeSpan(source, other),
    label: "also here",
  }));
  const main = rangeSpan(source, path);
  const text = source.text.slice(path.start, path.end);
  return [
    finding(missing.code, {
      ...severityOf(missing, rendered),
      message: messageOf(missing, text),
      ...adviceOf(missing, { ...rendered, path, group: [first, ...others] }),
      spans: [main, ...also],
    }),
  ];
}

/** A key that `default.toml` names in a comment is known, and left to the user. */
function severityOf({ code, key, severity }: Missing, { toml }: Rendered) {
  if (code === "template-cfg-missing" && isCommentedOut(toml, key))
    return { severity: "info" as const };
  return severity === undefined ? {} : { severity };
}

function messageOf({ code, name, key, at }: Missing, text: string): string {
  switch (code) {
    case "template-cfg-missing":
      return name.startsWith("cfg.")
        ? `default.toml has no ${name.slice("cfg.".length)}`
        : `default.toml has no ${key} there: ${text}`;
    case "template-bind-unknown":
      return `the plan has no bind ${key}`;
    case "template-bind-export":
      return `the bind does not ask for ${key}: ${text}`;
    case "template-export-unknown":
      return `pkg_exports has no ${key}: ${text}`;
    case "template-scope":
      return `${text} is looked up in the value of the block`;
    default:
      return at === 0 ? `a template has no ${name}` : `there is no ${name}`;
  }
}

interface Advice extends Rendered {
  readonly path: Path;
  readonly group: readonly MissingPlace[];
}

function adviceOf(missing: Missing, { path, source, group, data, toml }: Advice) {
  const { code, known, depth, key, name } = missing;
  if (code === "template-scope") {
    const text = source.text.slice(path.start, path.end);
    const up = "../".repeat(depth);
    const edits = group.map(({ path: { start } }) => ({
      span: rangeSpan(source, { start, end: start }) satisfies Span,
      text: up,
    }));
    return { hint: `write ${up}${text}`, fixes: [{ title: "leave the block", edits }] };
  }
  const meant = likely(missing);
  if (meant !== undefined) return { hint: `did you mean ${meant}?` };
  if (code === "template-cfg-missing" && isCommentedOut(toml, key))
    return { hint: "it is there in a comment: until a user sets it, the text is empty" };
  const other =
    code === "template-cfg-missing" || missing.at === 0 ? elsewhere(data, name) : undefined;
  if (other !== undefined) return { hint: `did you mean ${other}?` };
  if (missing.at === 0 && depth === 0 && code === "template-path-unknown") {
    return {
      hint: `there is ${known.join(", ")}; braces that are part of the file are written \\{{`,
    };
  }
  if (code === "template-cfg-missing") return { hint: "give it a default, or ask first with #if" };
  return known.length === 0 ? {} : { hint: `there is ${known.join(", ")}` };
}
