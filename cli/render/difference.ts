/** What changed between two packages, as text for people. */
import type { PackageDifference } from "../../runtime/difference/compare.ts";
import type { DependencyChange } from "../../runtime/difference/dependencies.ts";
import type { EntryFacts, FileChange } from "../../runtime/difference/files.ts";
import type { LineChanges } from "../../runtime/difference/lines.ts";
import { dependencyFiles } from "../../runtime/difference/metadata.ts";
import { visible } from "./display.ts";
import { type Palette, palette } from "./palette.ts";
import { bytesText } from "./units.ts";

/** @returns The text, its lines ended; empty where the packages are the same. */
export function differenceText(found: PackageDifference, colours: boolean): string {
  if (found.same) return "";
  const paint = palette(colours);
  const rows = [
    paint.red(`--- ${nameText(found.from)}`),
    paint.green(`+++ ${nameText(found.to)}`),
    ...dependencyRows(found, paint),
    ...metadataRows(found, paint),
    ...fileRows(found, paint),
    ...sizeRows(found),
  ];
  return `${rows.join("\n")}\n`;
}

function nameText({ ident, name }: PackageDifference["from"]): string {
  return visible(name === ident ? ident : `${ident}  (${name})`);
}

function dependencyRows({ dependencies }: PackageDifference, paint: Palette): string[] {
  return dependencyFiles.flatMap((file) => {
    const changes = dependencies[file] ?? [];
    return changes.length === 0
      ? []
      : [paint.bold(file), ...changes.map((change) => `  ${dependencyRow(change, paint)}`)];
  });
}

function dependencyRow({ name, from, to }: DependencyChange, paint: Palette): string {
  if (from === undefined) return paint.green(`+ ${name} ${to}`);
  if (to === undefined) return paint.red(`- ${name} ${from}`);
  return `~ ${name} ${from} -> ${to}`;
}

function metadataRows({ metadata }: PackageDifference, paint: Palette): string[] {
  const isList = (file: string) => dependencyFiles.some((list) => list === file);
  return metadata
    .filter(({ file }) => !isList(file))
    .flatMap(({ file, ...changes }) => [paint.bold(file), ...lineRows(changes, paint, "  ")]);
}

function lineRows({ removed, added }: LineChanges, paint: Palette, indent: string): string[] {
  return [
    ...removed.map((line) => paint.red(`${indent}- ${visible(line)}`)),
    ...added.map((line) => paint.green(`${indent}+ ${visible(line)}`)),
  ];
}

function fileRows({ files }: PackageDifference, paint: Palette): string[] {
  const own = files.filter(isOwnPathOnly);
  const told = files.filter((change) => !isOwnPathOnly(change));
  if (files.length === 0) return [];
  const rows = told.flatMap((change) => [
    `  ${fileRow(change, paint)}`,
    ...binaryRows(change, paint),
  ]);
  if (own.length > 0) {
    const what = own.length === 1 ? "1 file differs" : `${own.length} files differ`;
    rows.push(`  ${what} in the path of the package alone`);
  }
  return [paint.bold("files"), ...rows];
}

/** Nothing beside the content changed, and that because the package is another release. */
function isOwnPathOnly({ ownPathOnly, aspects, binary }: FileChange): boolean {
  return ownPathOnly === true && aspects?.length === 1 && binary === undefined;
}

function fileRow({ path, from, to, aspects = [] }: FileChange, paint: Palette): string {
  const name = visible(path);
  if (to === undefined) return paint.red(`- ${name}${factsText(from)}`);
  if (from === undefined) return paint.green(`+ ${name}${factsText(to)}`);
  const texts = {
    kind: `${from.kind} -> ${to.kind}`,
    content: from.size === to.size ? "other content" : sizesText(from.size, to.size),
    mode: `mode ${from.mode} -> ${to.mode}`,
    target: `-> ${visible(from.target ?? "")} is now -> ${visible(to.target ?? "")}`,
  };
  return `~ ${name}: ${aspects.map((aspect) => texts[aspect]).join(", ")}`;
}

function factsText(facts: EntryFacts | undefined): string {
  if (facts?.kind === "folder") return "/";
  if (facts?.kind === "link") return ` -> ${visible(facts.target ?? "")}`;
  return ` (${bytesText(facts?.size ?? 0)}, mode ${facts?.mode ?? ""})`;
}

function binaryRows({ binary = {} }: FileChange, paint: Palette): string[] {
  const { interpreter, soname, stripped, needed, runPath } = binary;
  const pair = (name: string, change: readonly [string, string] | undefined) =>
    change === undefined ? [] : [`      ${name}: ${visible(change[0])} -> ${visible(change[1])}`];
  const list = (name: string, changes: LineChanges | undefined) =>
    changes === undefined ? [] : [`      ${name}:`, ...lineRows(changes, paint, "        ")];
  return [
    ...pair("interpreter", interpreter),
    ...pair("soname", soname),
    ...(stripped === undefined ? [] : [`      ${stripped[1] ? "now" : "no longer"} stripped`]),
    ...list("needed", needed),
    ...list("run path", runPath),
  ];
}

function sizeRows({ from, to }: PackageDifference): string[] {
  const files = from.files === to.files ? `${to.files}` : `${from.files} -> ${to.files}`;
  return [`size: ${sizesText(from.bytes, to.bytes)} in ${files} files`];
}

function sizesText(from: number, to: number): string {
  if (from === to) return bytesText(to);
  const change = `${to < from ? "-" : "+"}${bytesText(Math.abs(to - from))}`;
  return `${bytesText(from)} -> ${bytesText(to)} (${change})`;
}
