/** Where the loader of a program looks by itself: with its own libraries, or on the host. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type ByteText, bytesOf } from "../package/archive-tree.ts";
import type { Package } from "../store/package.ts";
import type { ElfFile } from "./elf/read.ts";
import { hostLibraryFolders } from "./host-libraries.ts";
import type { LoaderSource } from "./loader.ts";
import type { World } from "./world.ts";

/** What decides where the loaders of a package look. */
export interface SystemSource {
  readonly world: World;
  /** The platform, such as `x86_64-linux`. */
  readonly target: string;
  /** The package's own ELF files, by path in it. */
  readonly elves: ReadonlyMap<ByteText, ElfFile>;
  readonly tdeps: readonly Package[];
}

/** A library without a program is taken to run with the loader of the package's programs. */
export function systemFolders(source: SystemSource): LoaderSource["systemFolders"] {
  const { world, elves, tdeps } = source;
  const ofHost = hostLibraryFolders(source.target).map(bytesOf);
  const interpreters = [...elves.values()].flatMap(({ interpreter }) => interpreter ?? []);
  const usual = interpreters[0] ?? declaredLoader(tdeps);
  return ({ elf }) => {
    const interpreter = elf.interpreter ?? usual;
    if (interpreter === undefined || !interpreter.startsWith("/")) return ofHost;
    const { owner, path } = world.look(interpreter);
    if (owner.kind === "host" || world.ownerOf(path).kind === "host") return ofHost;
    return [...new Set([folderOf(interpreter), folderOf(path)])];
  };
}

/** The loader among the run dependencies, for libraries without a program. */
function declaredLoader(tdeps: readonly Package[]): ByteText | undefined {
  for (const found of tdeps) {
    const name = namesIn(join(found.hostPath, "lib")).find((each) => /^ld-.*\.so/.test(each));
    if (name !== undefined) return bytesOf(`${found.path}/lib/${name}`);
  }
  return undefined;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function folderOf(path: ByteText): ByteText {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}
