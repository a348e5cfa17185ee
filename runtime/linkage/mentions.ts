/** Paths that stand in files: of other packages, of the folder of the build, of a home. */
import type { ByteText } from "../package/archive-tree.ts";
import { packagesInside } from "../store/package.ts";
import { isWithin } from "../studio/mounts.ts";
import type { Needle } from "./byte-search.ts";
import type { ElfFile, UnreadableElf } from "./elf/read.ts";

/** A folder that must not be named. */
export interface Forbidden {
  readonly code: "build-path" | "home-path";
  /** Absolute. */
  readonly folder: string;
  /**
   * Whether a path below the folder is really meant: its name alone may be that of something
   * else, as `/src` on a web page. Absent: always.
   *
   * @param below The rest of the path; may be empty.
   * @param inElf Whether it stands in a program or library.
   */
  readonly holds?: (below: ByteText, inElf: boolean) => boolean;
}

/** What to look for. */
export interface Sought {
  readonly forbidden: readonly Forbidden[];
  /** Full identifiers of the packages that matter: those that are built or run with. */
  readonly packages: ReadonlySet<string>;
}

/** What was found. */
export interface Mentions {
  /** Full identifiers that stand in any file. */
  readonly packages: Set<string>;
  /** Where which package or forbidden folder stands. */
  readonly places: Map<string, Set<ByteText>>;
}

/** A file to look through. */
export interface MentionSource {
  readonly path: ByteText;
  readonly elf: ElfFile | UnreadableElf | undefined;
  readonly into: Mentions;
  readonly sought: Sought;
}

const longestIdent = 512;
const pathByte = /[A-Za-z0-9._-]/;

/**
 * What to search a file for. Run paths are left out: they are looked at for themselves, and a
 * build puts every dependency into them, needed or not.
 */
export function mentionNeedles({ path, elf, into, sought }: MentionSource): readonly Needle[] {
  const runPaths = (elf?.readable && elf.dynamic?.runPathPlaces) || [];
  const isRunPath = (position: number) =>
    runPaths.some(({ offset, length }) => position >= offset && position < offset + length);
  const note = (subject: string) => {
    const files = into.places.get(subject) ?? new Set();
    into.places.set(subject, files.add(path));
  };
  return [
    {
      bytes: packageNeedle,
      found(text, at, position) {
        const name = identAt(text, at + packageNeedle.length);
        if (name === undefined || !sought.packages.has(name) || isRunPath(position)) return;
        into.packages.add(name);
        note(name);
      },
    },
    ...sought.forbidden.map(({ folder, holds }): Needle => {
      const bytes = Buffer.from(folder);
      return {
        bytes,
        found(text, at, position) {
          if (!isWhole(text, at, bytes.length) || isRunPath(position)) return;
          if (holds !== undefined && !holds(belowAt(text, at + bytes.length), elf !== undefined))
            return;
          const inner = sought.forbidden.find(
            (other) =>
              other.folder !== folder &&
              isWithin(other.folder, folder) &&
              startsAt(text, at, other.folder),
          );
          if (inner === undefined) note(folder);
        },
      };
    }),
  ];
}

const packageNeedle = Buffer.from(`${packagesInside}/`);

/** The full identifier that begins at a place. */
function identAt(text: Buffer, at: number): string | undefined {
  const [name] =
    /^(?:[A-Za-z0-9_-]+\/){2}[^/\s"':;]+\/\d{14}(?!\d)/.exec(
      text.toString("latin1", at, at + longestIdent),
    ) ?? [];
  return name;
}

/** Whether a path begins and the folder's name ends here: not `/usr/src`, not `/srcs`. */
function isWhole(text: Buffer, at: number, length: number): boolean {
  const previous = at === 0 ? "" : text.toString("latin1", Math.max(0, at - 2), at);
  const next = text.toString("latin1", at + length, at + length + 1);
  const isStart = !pathByte.test(previous.at(-1) ?? "") || /^-[IL]$/.test(previous);
  return isStart && previous.at(-1) !== "/" && !pathByte.test(next);
}

function belowAt(text: Buffer, at: number): ByteText {
  const [, below = ""] =
    /^\/([^\s"'`:;,<>()|\0]+)/.exec(text.toString("latin1", at, at + longestIdent)) ?? [];
  return below;
}

function startsAt(text: Buffer, at: number, folder: string): boolean {
  return (
    text.toString("latin1", at, at + Buffer.byteLength(folder)) ===
    Buffer.from(folder).toString("latin1")
  );
}
