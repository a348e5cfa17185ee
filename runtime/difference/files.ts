/** Which files, folders and links came, went or changed. */
import { textOf } from "../package/archive-tree.ts";
import type { BinaryFacts, ContentEntry, PackageContent } from "./content.ts";
import { type LineChanges, lineChanges } from "./lines.ts";
import { metadataNames } from "./metadata.ts";

/** What of an entry a comparison shows. */
export type EntryFacts = Pick<ContentEntry, "kind" | "size"> & {
  /** Four octal digits. */
  readonly mode: string;
  readonly target?: string;
};

/** What of something in both packages is not the same. */
export type Aspect = "kind" | "content" | "mode" | "target";

/** One path. */
export interface FileChange {
  readonly path: string;
  /** Before; absent where it was added. */
  readonly from?: EntryFacts;
  /** Now; absent where it was removed. */
  readonly to?: EntryFacts;
  /** Absent where it was added or removed. */
  readonly aspects?: readonly Aspect[];
  /** The content differs in the package's own identifier, and what follows from it, alone. */
  readonly ownPathOnly?: true;
  readonly binary?: BinaryChange;
}

/** What a changed program or library tells its loader now. Each is absent where it is the same. */
export interface BinaryChange {
  readonly interpreter?: readonly [from: string, to: string];
  readonly soname?: readonly [from: string, to: string];
  readonly stripped?: readonly [from: boolean, to: boolean];
  readonly needed?: LineChanges;
  readonly runPath?: LineChanges;
}

/** The own identifiers of both packages. */
export interface Idents {
  readonly from: string;
  readonly to: string;
}

/** Changes in the order of the paths' bytes; of metadata only what its lines do not tell. */
export function fileChanges(a: PackageContent, b: PackageContent, idents: Idents): FileChange[] {
  const paths = [...new Set([...a.keys(), ...b.keys()])];
  return paths.sort().flatMap((path) => {
    const [from, to] = [a.get(path), b.get(path)];
    if (metadataNames.has(path) && (from === undefined || to === undefined)) return [];
    const facts = {
      path: textOf(path),
      ...(from && { from: factsOf(from) }),
      ...(to && { to: factsOf(to) }),
    };
    if (from === undefined || to === undefined) return facts;
    return changed(facts, metadataNames.has(path) ? withContentOf(from, to) : from, to, idents);
  });
}

function withContentOf(from: ContentEntry, { exact, masked }: ContentEntry): ContentEntry {
  return { ...from, exact, masked };
}

function changed(
  facts: FileChange,
  from: ContentEntry,
  to: ContentEntry,
  idents: Idents,
): FileChange | [] {
  const aspects = [
    ...(from.kind === to.kind ? [] : (["kind"] as const)),
    ...(from.exact === to.exact ? [] : (["content"] as const)),
    ...(from.mode === to.mode ? [] : (["mode"] as const)),
    ...(from.target === to.target ? [] : (["target"] as const)),
  ];
  if (aspects.length === 0) return [];
  const isOwnPath = from.exact !== to.exact && from.masked === to.masked;
  const binary = from.binary && to.binary && binaryChange(from.binary, to.binary, idents);
  return {
    ...facts,
    aspects,
    ...(isOwnPath ? { ownPathOnly: true as const } : {}),
    ...(binary && Object.keys(binary).length > 0 ? { binary } : {}),
  };
}

function binaryChange(from: BinaryFacts, to: BinaryFacts, idents: Idents): BinaryChange {
  const same = {
    from: (text: string) => text.replaceAll(idents.from, "\0"),
    to: (text: string) => text.replaceAll(idents.to, "\0"),
  };
  const pair = (a = "", b = "") => (same.from(a) === same.to(b) ? undefined : ([a, b] as const));
  const list = (a: readonly string[], b: readonly string[]) => {
    const changes = lineChanges(a, b, same);
    return changes.removed.length + changes.added.length === 0 ? undefined : changes;
  };
  const { isStripped: before } = from;
  const change = {
    interpreter: pair(from.interpreter, to.interpreter),
    soname: pair(from.soname, to.soname),
    stripped: before === to.isStripped ? undefined : ([before, to.isStripped] as const),
    needed: list(from.needed, to.needed),
    runPath: list(from.runPath, to.runPath),
  };
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function factsOf({ kind, size, mode, target }: ContentEntry): EntryFacts {
  const octal = mode.toString(8).padStart(4, "0");
  return { kind, size, mode: octal, ...(target === undefined ? {} : { target }) };
}
