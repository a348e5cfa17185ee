/**
 * The table of archive formats that `unpack_file` understands. The bash function works from
 * stdlib/bash/archive-formats.bash, which is generated from here.
 *
 * Source: plan-build's `unpack_file` for the formats of the reference and for what is left
 * beside the source (a stream is replaced by its content); the manuals of the programs.
 */

/** One program that can unpack a format. */
export interface ArchiveProgram {
  /** The name of the program, found on `PATH`. */
  readonly program: string;
  /** The arguments that unpack, before the path of the archive; of the kind `tar`: for tar. */
  readonly unpack: readonly string[];
  /** The arguments that print the names of the members, one on a line, before the path. */
  readonly list?: readonly string[];
  /** What the lines that name a member begin with, where others stand between them. */
  readonly listPrefix?: string;
  /** The package of Habitat that has the program. */
  readonly package?: string;
}

/** How the files of one or more suffixes are unpacked. */
export interface ArchiveFormat {
  readonly suffixes: readonly string[];
  /**
   * - `tar`: GNU tar unpacks it and calls the program to decompress;
   * - `stream`: the program decompresses one file, standard input to standard output;
   * - `tar-or-stream`: which of the two is seen by the content;
   * - `members`: the program unpacks it by itself, after its members were listed and looked at.
   */
  readonly kind: "tar" | "stream" | "tar-or-stream" | "members";
  /** The first one that is there is used. */
  readonly programs: readonly ArchiveProgram[];
}

/** A program that decompresses standard input to standard output. */
function decompressor(program: string, habitatPackage: string): ArchiveProgram {
  return { program, unpack: ["-dc"], package: habitatPackage };
}

const bzip2 = decompressor("bzip2", "core/bzip2");
const gzip = decompressor("gzip", "core/gzip");
const lzip = decompressor("lzip", "core/lzip");
const lzma = decompressor("lzma", "core/xz");
const xz = decompressor("xz", "core/xz");
const zstd = decompressor("zstd", "core/zstd");

/** The same called by tar, which mostly sees the format by the content. */
function byTar(decompress: ArchiveProgram, ...options: readonly string[]): ArchiveProgram {
  return { ...decompress, unpack: options };
}

const libarchive: ArchiveProgram = {
  program: "bsdtar",
  unpack: ["-x", "-p", "--no-same-owner", "-f"],
  list: ["-t", "-f"],
  package: "core/libarchive",
};

/** A password is given, as these programs would else ask for one on the terminal. */
const sevenZip = ["7z", "7zz", "7za", "7zr"].map((program) => ({
  program,
  unpack: ["x", "-y", "-bd", "-p-"],
  list: ["l", "-slt", "-ba", "-p-"],
  listPrefix: "Path = ",
  package: "core/7zip",
}));

const rar = ["rar", "unrar"].map((program) => ({
  program,
  unpack: ["x", "-o+", "-y", "-p-"],
  list: ["lb", "-p-"],
}));

/** In the order in which a name is compared with the suffixes: the first one that fits counts. */
export const archiveFormats: readonly ArchiveFormat[] = [
  { suffixes: [".tar"], kind: "tar", programs: [{ program: "tar", unpack: [] }] },
  { suffixes: [".tar.gz", ".tgz", ".tar.Z"], kind: "tar", programs: [byTar(gzip)] },
  { suffixes: [".tar.bz2", ".tbz2", ".tbz"], kind: "tar", programs: [byTar(bzip2)] },
  { suffixes: [".tar.xz", ".txz"], kind: "tar", programs: [byTar(xz)] },
  { suffixes: [".tar.zst", ".tzst"], kind: "tar", programs: [byTar(zstd)] },
  { suffixes: [".tar.lz"], kind: "tar", programs: [byTar(lzip)] },
  { suffixes: [".tar.lzma"], kind: "tar", programs: [byTar(lzma, "--lzma")] },
  { suffixes: [".xz"], kind: "tar-or-stream", programs: [xz] },
  { suffixes: [".gz", ".Z"], kind: "stream", programs: [gzip] },
  { suffixes: [".bz2"], kind: "stream", programs: [bzip2] },
  { suffixes: [".zst"], kind: "stream", programs: [zstd] },
  { suffixes: [".lz"], kind: "stream", programs: [lzip] },
  { suffixes: [".lzma"], kind: "stream", programs: [lzma] },
  {
    suffixes: [".zip"],
    kind: "members",
    programs: [
      {
        program: "unzip",
        unpack: ["-o", "-q", "-P", "none"],
        list: ["-Z1"],
        package: "core/unzip",
      },
      libarchive,
      ...sevenZip.slice(0, 1),
    ],
  },
  { suffixes: [".7z"], kind: "members", programs: [...sevenZip, libarchive] },
  { suffixes: [".rar"], kind: "members", programs: [...rar, libarchive] },
  {
    suffixes: [".deb"],
    kind: "members",
    programs: [{ program: "ar", unpack: ["x"], list: ["t"], package: "core/binutils" }],
  },
];
