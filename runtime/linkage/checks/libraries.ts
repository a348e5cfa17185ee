/** Whether the loader finds every library that ELF files need, and in the right place. */
import type { ByteText } from "../../package/archive-tree.ts";
import type { ElfFile } from "../elf/read.ts";
import type { Loaded } from "../loader.ts";
import { shown } from "../world.ts";
import { isDeclared, judgeSearch, type LibraryContext } from "./library-verdict.ts";
import { ownFile, placed } from "./subject.ts";

/**
 * Loads each program as the loader would, and then each library that no program of the package
 * loads.
 *
 * @param elves The ELF files that this platform runs, by path in the package.
 */
export function checkLibraries(
  context: LibraryContext,
  elves: ReadonlyMap<ByteText, ElfFile>,
): void {
  const judged = new Set<string>();
  const files = [...elves].filter(([, { dynamic }]) => dynamic !== undefined);
  const isProgram = ([, { interpreter }]: (typeof files)[number]) => interpreter !== undefined;
  for (const [file, elf] of [
    ...files.filter(isProgram),
    ...files.filter((each) => !isProgram(each)),
  ]) {
    const root = { path: placed(context.subject, file), elf, by: undefined };
    load(context, root, judged);
  }
}

/** One level after the other, each file's needs in their order. */
function load(context: LibraryContext, root: Loaded, judged: Set<string>): void {
  const inMemory = new Map<ByteText, Loaded>();
  const queue = [root];
  const isProgram = root.elf.interpreter !== undefined;
  for (const needing of queue) {
    for (const name of needing.elf.dynamic?.needed ?? []) {
      const known = inMemory.get(name);
      const key = `${needing.path}\0${name}`;
      if (known !== undefined) {
        judged.add(key);
        continue;
      }
      const search = context.loader.search(name, needing);
      // A library that a program loaded has been judged with what that program brought along.
      if (isProgram || !judged.has(key)) judgeSearch(context, { name, needing, search });
      judged.add(key);
      // What is the host's own or a stranger's is not looked into.
      if (search.kind !== "found" || !isDeclared(search)) continue;
      const next = { path: search.path, elf: search.elf, by: needing };
      checkVersions(context, { name, needing, library: next });
      inMemory.set(name, next);
      inMemory.set(search.elf.dynamic?.soname ?? name, next);
      queue.push(next);
    }
  }
}

function checkVersions(
  { subject }: Pick<LibraryContext, "subject">,
  {
    name,
    needing,
    library,
  }: { readonly name: ByteText; readonly needing: Loaded; readonly library: Loaded },
): void {
  const file = ownFile(subject, needing.path);
  const defined = library.elf.dynamic?.defines ?? [];
  if (file === undefined || defined.length === 0) return;
  const needed = needing.elf.dynamic?.needs.find((need) => need.file === name)?.versions ?? [];
  const missing = needed
    .filter((version) => !version.isWeak && !defined.includes(version.name))
    .map((version) => shown(version.name));
  if (missing.length === 0) return;
  subject.find({
    code: "library-version",
    what: `${shown(library.path)} does not have ${missing.join(", ")}`,
    file,
    hint: "build with the release that the package runs with",
  });
}
