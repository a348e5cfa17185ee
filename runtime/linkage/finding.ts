/** What the checks find, and how it becomes diagnostics. */

import type { LinkageCode } from "../../compiler/ir/diagnostics/linkage.ts";
import type { Diagnostic } from "../../compiler/ir/index.ts";
import { type ByteText, textOf } from "../package/archive-tree.ts";
import type { Package } from "../store/package.ts";

/** One thing that one file, or the package, has. */
export interface Finding {
  readonly code: LinkageCode;
  /** What it is, without the file. */
  readonly what: string;
  /** The path in the package; absent where it is about the whole. */
  readonly file?: ByteText;
  readonly hint?: string;
}

/** Takes what a check finds. */
export interface Report {
  readonly find: (finding: Finding) => void;
  /** Something in the package leads to another package. */
  readonly uses: (used: Package) => void;
  /** A file needs something of the host. */
  readonly takes: (what: ByteText, file: ByteText) => void;
  /** Whether a finding about a file names something already. */
  readonly isTold: (about: string, file: ByteText) => boolean;
}

/** A finding with the files of the package that have it. */
export interface PackageFinding extends Diagnostic {
  readonly code: LinkageCode;
  /** Paths in the package, in the order of their bytes. */
  readonly files: readonly string[];
}

const shownFiles = 3;

/** The same finding in several files is one. */
export function collect(findings: readonly Finding[]): Omit<PackageFinding, "severity">[] {
  const groups = new Map<string, { readonly first: Finding; readonly files: Set<ByteText> }>();
  for (const finding of findings) {
    const key = [finding.code, finding.what, finding.hint].join("\0");
    const group = groups.get(key) ?? { first: finding, files: new Set() };
    if (finding.file !== undefined) group.files.add(finding.file);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ first: { code, what, hint }, files: found }) => {
    const files = [...found].sort().map(textOf);
    return {
      code,
      message: files.length === 0 ? what : `${what}: ${someOf(files)}`,
      ...(hint === undefined ? {} : { hint }),
      spans: [],
      files,
    };
  });
}

function someOf(files: readonly string[]): string {
  const more = files.length - shownFiles;
  if (more <= 0) return files.join(", ");
  return `${files.slice(0, shownFiles).join(", ")} and ${more} more`;
}
