/**
 * Looks for libraries as the loader will where the package is installed.
 *
 * Source: ld.so(8), "Dynamic string tokens" and the order of the search; the GNU C library's
 * `dl-load.c` for when `DT_RPATH` counts; musl's `dynlink.c`.
 */
import type { ByteText } from "../package/archive-tree.ts";
import { noDefaultFolders } from "./elf/dynamic.ts";
import { readElfFile } from "./elf/file.ts";
import type { ElfFile } from "./elf/read.ts";
import { normal, type Owner, type Target, type World } from "./world.ts";

/** A file in the memory of a program. */
export interface Loaded {
  /** The path under which it was found. */
  readonly path: ByteText;
  readonly elf: ElfFile;
  /** What needed it first; absent for the program itself. */
  readonly by: Loaded | undefined;
}

/** Where a library is searched. */
export interface SearchPlace {
  readonly folder: ByteText;
  /** Whether it is an entry of a run path, and not a folder that the loader knows. */
  readonly isEntry: boolean;
}

/** What came of a search. */
export type Search =
  | {
      readonly kind: "found";
      readonly path: ByteText;
      readonly target: Target;
      readonly elf: ElfFile;
    }
  /** It may be in a package that is not installed here. */
  | { readonly kind: "unknown" }
  | { readonly kind: "missing" };

/** What the search depends on. */
export interface LoaderSource {
  readonly world: World;
  /** The package's own ELF files, by absolute path without links. */
  readonly own: (path: ByteText) => ElfFile | undefined;
  /** `LD_LIBRARY_PATH` of the package's run-time environment. */
  readonly libraryPath: ByteText;
  /** The folders of the C library that a program starts with. */
  readonly systemFolders: (program: Loaded) => readonly ByteText[];
}

export interface Loader {
  /** Searches what a file needs, where all that is in memory so far does not have it. */
  search(name: ByteText, needing: Loaded): Search;
  /** The file at a place, where it fits the file that needs it. */
  fitting(path: ByteText, needing: ElfFile): Search;
  /** Every place in which a name without a slash is searched, in order. */
  places(needing: Loaded): readonly SearchPlace[];
}

export function openLoader(source: LoaderSource): Loader {
  const { world } = source;
  const files = new Map<ByteText, ElfFile | undefined>();

  function elfAt({ owner, path }: { readonly owner: Owner; readonly path: ByteText }) {
    if (!files.has(path)) files.set(path, owner.kind === "own" ? source.own(path) : read(path));
    return files.get(path);
  }

  function read(path: ByteText): ElfFile | undefined {
    const file = world.here(path);
    return file === undefined ? undefined : readElfFile(file);
  }

  function fitting(path: ByteText, needing: ElfFile): Search {
    const target = world.look(path);
    if (target.found === "unknown") return { kind: "unknown" };
    if (target.found !== "file") return { kind: "missing" };
    const elf = elfAt({ owner: world.ownerOf(target.path), path: target.path });
    const fits = elf?.bits === needing.bits && elf.machine === needing.machine;
    return elf && fits ? { kind: "found", path, target, elf } : { kind: "missing" };
  }

  function places(needing: Loaded): readonly SearchPlace[] {
    const entries = runPathsOf(needing).flatMap(({ text, of }) => entriesOf(text, of));
    const { dynamic } = needing.elf;
    const asked = source.libraryPath === "" ? [] : entriesOf(source.libraryPath, needing);
    const inherited = dynamic?.runpath === undefined ? entries : [];
    const own = dynamic?.runpath === undefined ? [] : entries;
    const system =
      ((dynamic?.flags1 ?? 0) & noDefaultFolders) === 0
        ? source.systemFolders(programOf(needing))
        : [];
    return [
      ...[...inherited, ...asked, ...own].map((folder) => ({ folder, isEntry: true })),
      ...system.map((folder) => ({ folder, isEntry: false })),
    ];
  }

  return {
    fitting,
    places,
    search(name, needing) {
      if (name.includes("/")) {
        const [path = name] = expanded(name, needing);
        // Relative to a working directory that nobody knows.
        return path.startsWith("/") ? fitting(path, needing.elf) : { kind: "missing" };
      }
      let outcome: Search = { kind: "missing" };
      for (const { folder } of places(needing)) {
        const found = fitting(`${folder}/${name}`, needing.elf);
        if (found.kind === "found") return found;
        if (found.kind === "unknown") outcome = found;
      }
      return outcome;
    },
  };
}

/** Which run paths count for what a file needs: its own, and those of what loaded it. */
function runPathsOf(needing: Loaded): { readonly text: ByteText; readonly of: Loaded }[] {
  const isMusl = /\/ld-musl-[^/]*$/.test(programOf(needing).elf.interpreter ?? "");
  const { runpath } = needing.elf.dynamic ?? {};
  if (runpath !== undefined && !isMusl) return [{ text: runpath, of: needing }];
  const texts: { text: ByteText; of: Loaded }[] = [];
  for (let at: Loaded | undefined = needing; at !== undefined; at = at.by) {
    const { rpath, runpath: newer } = at.elf.dynamic ?? {};
    const text = newer === undefined || isMusl ? (newer ?? rpath) : undefined;
    if (text !== undefined) texts.push({ text, of: at });
  }
  return texts;
}

function programOf(file: Loaded): Loaded {
  let at = file;
  while (at.by !== undefined) at = at.by;
  return at;
}

/** The folders of a run path, absolute ones only. */
export function entriesOf(runPath: ByteText, of: Loaded): ByteText[] {
  if (runPath === "") return [];
  return runPath
    .split(":")
    .flatMap((entry) => expanded(entry, of))
    .filter((entry) => entry.startsWith("/"))
    .map(normal);
}

/** With the dynamic string tokens replaced; `$LIB` may be one of several names. */
export function expanded(text: ByteText, { path, elf }: Loaded): ByteText[] {
  const platform = platforms[elf.machine] ?? "";
  const origin = path.slice(0, Math.max(1, path.lastIndexOf("/")));
  const once = text
    .replace(/\$(ORIGIN\b|\{ORIGIN\})/g, () => origin)
    .replace(/\$(PLATFORM\b|\{PLATFORM\})/g, () => platform);
  if (!/\$(LIB\b|\{LIB\})/.test(once)) return [once];
  const names = elf.bits === 64 ? ["lib64", "lib", `lib/${platform}-linux-gnu`] : ["lib"];
  return names.map((name) => once.replace(/\$(LIB\b|\{LIB\})/g, () => name));
}

/** `AT_PLATFORM` of the kernel, by `e_machine`. */
const platforms: Readonly<Record<number, ByteText>> = { 3: "i686", 62: "x86_64", 183: "aarch64" };
