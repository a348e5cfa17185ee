/**
 * Habitat's version order.
 *
 * The first run of digits and dots is the number, what follows it the extension, without one
 * leading dash. Numbers are compared part by part, a missing part counting as 0; of equal
 * numbers the one with an extension is older (`1.0-rc1` < `1.0`), and two extensions are
 * compared as texts. `1` and `1.0` are the same version: their releases decide.
 *
 * Source: `version_sort` of Habitat's core. Where that gives up, and its result depends on
 * which side is asked, habc goes on so that the order is total: an empty part (`1..2`, `2.`)
 * counts as 0, a number may have any length, and a version without any number (`master`) is
 * newer than every version with one, and compared as a text with its like.
 */
import type { FullIdent } from "./ident.ts";

interface Version {
  readonly text: string;
  /** Absent: there is no number. */
  readonly parts?: readonly bigint[];
  readonly extension?: string;
}

/** @returns A negative number where `a` is older than `b`, 0 where they are the same version. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [parse(a), parse(b)];
  if (x.parts === undefined || y.parts === undefined) {
    if (x.parts === y.parts) return compareTexts(x.text, y.text);
    return x.parts === undefined ? 1 : -1;
  }
  return compareParts(x.parts, y.parts) || compareExtensions(x.extension, y.extension);
}

/**
 * Orders releases of one package: by version, then by release. Only the same release compares
 * as 0, so that a choice never depends on the order of a folder.
 */
export function compareReleases(a: FullIdent, b: FullIdent): number {
  return (
    compareVersions(a.version, b.version) ||
    compareTexts(a.release, b.release) ||
    compareTexts(a.version, b.version)
  );
}

function parse(text: string): Version {
  const [, number, rest] = /([0-9.]+)(.*)/s.exec(text) ?? [];
  if (number === undefined) return { text };
  const parts = number.split(".").map((part) => BigInt(part));
  if (!rest) return { text, parts };
  return { text, parts, extension: rest.length > 1 ? rest.replace(/^-/, "") : rest };
}

function compareParts(a: readonly bigint[], b: readonly bigint[]): number {
  for (let at = 0; at < a.length || at < b.length; at += 1) {
    const [x, y] = [a[at] ?? 0n, b[at] ?? 0n];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

function compareExtensions(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareTexts(a, b);
}

/** By code points, as Habitat compares texts; JavaScript's own order is by UTF-16 units. */
function compareTexts(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
