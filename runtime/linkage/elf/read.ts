/**
 * Reads what an ELF file says about itself: 32 and 64 bits, both byte orders. Nothing in it is
 * trusted, and nothing that is not asked for is read.
 */
import type { ByteText } from "../../package/archive-tree.ts";
import { type ElfDynamic, readDynamic } from "./dynamic.ts";
import { type FileBytes, fileBytes, type ReadAt, Unreadable } from "./file-bytes.ts";
import { type ElfHeader, type ElfStart, elfStart, elfStartBytes, readHeader } from "./header.ts";
import { type BuildId, findBuildId } from "./notes.ts";
import { readSections } from "./sections.ts";
import { readSegments, type Segment, segmentTypes } from "./segments.ts";

/** An ELF file. */
export interface ElfFile extends ElfStart {
  readonly readable: true;
  /** The program that the kernel starts in its place: `PT_INTERP`. */
  readonly interpreter: ByteText | undefined;
  /** Absent in static programs and in relocatable files. */
  readonly dynamic: ElfDynamic | undefined;
  readonly buildId: BuildId | undefined;
  /** It has no table of symbols beside those that the loader needs. */
  readonly isStripped: boolean;
}

/** A file that begins as an ELF file and does not go on as one. */
export interface UnreadableElf {
  readonly readable: false;
  /** Completes "it cannot be read: …". */
  readonly reason: string;
}

/** Longer paths are refused by the kernel. */
const longestPath = 4096;

/**
 * @param readAt Reads the file; what it throws is passed on, nothing else is thrown.
 * @returns undefined where the file is no ELF file.
 */
export function readElf(readAt: ReadAt): ElfFile | UnreadableElf | undefined {
  const start = elfStart(readAt(0, elfStartBytes));
  if (start === undefined) return undefined;
  try {
    const bytes = fileBytes(readAt);
    const header = readHeader(start, bytes);
    return { ...start, readable: true, ...contentOf(header, bytes) };
  } catch (thrown) {
    if (thrown instanceof Unreadable) return { readable: false, reason: thrown.message };
    throw thrown;
  }
}

function contentOf(header: ElfHeader, bytes: FileBytes) {
  const segments = readSegments(header, bytes);
  const sections = readSections(header, bytes);
  const first = (type: number) =>
    segments.find(
      // A file of debugging information keeps the headers of what it has no longer.
      (segment) =>
        segment.type === type && segment.size > 0 && !sections.absent.has(segment.address),
    );
  const dynamic = first(segmentTypes.dynamic);
  const interpreter = first(segmentTypes.interpreter);
  const notes = [
    ...segments.filter((segment) => segment.type === segmentTypes.note),
    ...sections.notes,
  ];
  return {
    interpreter: interpreter && interpreterOf(interpreter, bytes),
    dynamic: dynamic && readDynamic(header, { segment: dynamic, segments }, bytes),
    buildId: findBuildId(notes, header.fields, bytes),
    isStripped: !sections.hasSymbols,
  };
}

function interpreterOf({ offset, size }: Segment, bytes: FileBytes): ByteText {
  if (size > longestPath) throw new Unreadable("the path of its interpreter is too long");
  return bytes.text(offset, offset + size);
}
