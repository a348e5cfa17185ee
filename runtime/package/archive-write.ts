import { archiveEnd, type Member, memberHeader, padding } from "./archive-member.ts";
import { type ByteText, bytesOf, type TreeEntry, walkTree } from "./archive-tree.ts";

/** What goes into an archive, and how. */
export interface ArchiveSource {
  /** The folder on the host. */
  readonly folder: string;
  /** What the folder is called in the archive, such as `hab/pkgs/acme/hello/1.0/20261107120000`. */
  readonly root: string;
  /** The time that every member gets, in seconds since 1970. Absent: what each has on disk. */
  readonly mtime?: number | undefined;
}

/**
 * A folder as a tar archive, piece by piece, in one pass and without keeping it in memory.
 *
 * The same tree gives the same bytes on any machine: members in the order of their names'
 * bytes, no owners, whole seconds. Modes are kept as they are. The second and every further
 * name of one file becomes a hard link to the first.
 *
 * @throws HabcError `package-content`.
 */
export function* archivePieces(source: ArchiveSource): Generator<Uint8Array> {
  const root = bytesOf(source.root);
  const firstNames = new Map<string, ByteText>();
  for (const entry of walkTree(source.folder)) {
    const path = entry.path === "" ? root : `${root}/${entry.path}`;
    const member = describe(entry, { path, firstNames, mtime: source.mtime });
    yield memberHeader(member);
    if (entry.kind === "file" && member.type === "File") {
      yield* entry.content();
      yield padding(member.size);
    }
  }
  yield archiveEnd;
}

interface Placement {
  readonly path: ByteText;
  /** The first name of each file that has several. */
  readonly firstNames: Map<string, ByteText>;
  readonly mtime: number | undefined;
}

function describe(entry: TreeEntry, { path, firstNames, mtime }: Placement): Member {
  const { stat } = entry;
  const common = {
    path,
    size: 0,
    mode: Number(stat.mode & 0o7777n),
    mtime: mtime ?? Math.floor(Number(stat.mtimeMs) / 1000),
  };
  if (entry.kind === "folder") return { ...common, type: "Directory", path: `${path}/` };
  if (entry.kind === "link") return { ...common, type: "SymbolicLink", linkPath: entry.target };
  if (stat.nlink > 1n) {
    const file = `${stat.dev}:${stat.ino}`;
    const first = firstNames.get(file);
    if (first !== undefined) return { ...common, type: "Link", linkPath: first };
    firstNames.set(file, path);
  }
  return { ...common, type: "File", size: Number(stat.size) };
}
