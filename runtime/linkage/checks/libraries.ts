/** Whether the loader finds every library that ELF files need, and in the right place. */
import type { ByteText } from "../../package/archive-tree.ts";
import type { Package } from "../../store/package.ts";
import type { ElfFile } from "../elf/read.ts";
import type { Loaded, Loader, Search } from "../loader.ts";
import type { Providers } from "../providers.ts";
import { packageName, shown } from "../world.ts";
import { declareHint, placed, type Subject, strangerText } from "./subject.ts";

/** What the check of libraries needs beside the package. */
export interface LibraryContext {
  readonly subject: Subject;
  readonly loader: Loader;
  readonly providers: Providers;
}

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
      if (isProgram || !judged.has(key)) judge(context, { name, needing, search });
      judged.add(key);
      if (search.kind !== "found" || !isKnown(search)) continue;
      const next = { path: search.path, elf: search.elf, by: needing };
      checkVersions(context, { name, needing, library: next });
      inMemory.set(name, next);
      inMemory.set(search.elf.dynamic?.soname ?? name, next);
      queue.push(next);
    }
  }
}

/** What is the host's own or a stranger's is not looked into. */
function isKnown({ target }: Extract<Search, { kind: "found" }>): boolean {
  return target.owner.kind === "own" || target.owner.kind === "dependency";
}

interface Need {
  readonly name: ByteText;
  readonly needing: Loaded;
  readonly search: Search;
}

function judge(context: LibraryContext, need: Need): void {
  const { subject } = context;
  const { name, needing, search } = need;
  const file = ownFile(subject, needing);
  if (search.kind === "missing") judgeMissing(context, need, file);
  if (search.kind !== "found") return;
  const { owner } = search.target;
  switch (owner.kind) {
    case "dependency":
      if (file !== undefined) subject.uses(owner.package);
      return;
    case "stranger":
      if (!judgeOrder(context, need, file)) {
        subject.find({
          code: "dep-undeclared",
          what: `${neededText(need, file)} is loaded from ${strangerText(owner)}`,
          ...(file === undefined ? {} : { file }),
          hint: declareHint(owner),
        });
      }
      return;
    case "build":
      subject.find({
        code: "build-path",
        what: `${neededText(need, file)} is loaded from ${shown(search.path)}, which is there only while the package is built`,
        ...(file === undefined ? {} : { file }),
      });
      return;
    case "host":
      if (file !== undefined && !judgeOrder(context, need, file)) subject.takes(name, file);
      return;
    default:
  }
}

/** Whether a run dependency has the library that is taken from elsewhere. */
function judgeOrder(
  { subject, loader, providers }: LibraryContext,
  { name, needing, search }: Need,
  file: ByteText | undefined,
): boolean {
  if (file === undefined || search.kind !== "found") return false;
  const later = loader
    .places(needing)
    .map(({ folder }) => loader.fitting(`${folder}/${name}`, needing.elf))
    .find((found) => found.kind === "found" && isKnown(found));
  if (later?.kind === "found") {
    subject.find({
      code: "run-path-order",
      what: `${shown(name)} is loaded from ${shown(search.path)} before ${shown(later.path)}`,
      file,
      hint: "put the folders of run dependencies first, or link without the other one",
    });
    return true;
  }
  const provider = providers.declared(name, needing.elf);
  if (provider === undefined || provider.isStandIn) return false;
  subject.find({
    code: "run-path-missing",
    what: `no run path leads to ${shown(name)} of ${providerName(provider.package)}; ${shown(search.path)} is loaded in its place`,
    file,
    hint: runPathHint(provider),
  });
  return true;
}

function judgeMissing(
  { subject, providers }: LibraryContext,
  { name, needing, ...need }: Need,
  file: ByteText | undefined,
): void {
  const at = file === undefined ? {} : { file };
  const what = neededText({ name, needing, ...need }, file);
  const declared = file === undefined ? undefined : providers.declared(name, needing.elf);
  if (declared !== undefined) {
    if (declared.package !== undefined) subject.uses(declared.package);
    subject.find({
      code: "run-path-missing",
      what: `no run path leads to ${shown(name)} of ${providerName(declared.package)}`,
      ...at,
      hint: runPathHint(declared),
    });
    return;
  }
  const stranger = providers.stranger(name, needing.elf);
  if (stranger !== undefined) {
    subject.find({
      code: "dep-undeclared",
      what: `${what} is found nowhere but in ${strangerText(stranger)}`,
      ...at,
      hint: declareHint({ kind: "stranger", ...stranger }),
    });
    return;
  }
  subject.find({
    code: "library-missing",
    what: `${what} is found nowhere`,
    ...at,
    hint: "add the package that has it to pkg_deps, and its library folder to the run path",
  });
}

function checkVersions(
  { subject }: LibraryContext,
  {
    name,
    needing,
    library,
  }: { readonly name: ByteText; readonly needing: Loaded; readonly library: Loaded },
): void {
  const file = ownFile(subject, needing);
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

/** The path in the package; undefined for a file of another one. */
function ownFile({ prefix }: Subject, { path }: Loaded): ByteText | undefined {
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : undefined;
}

function neededText({ name, needing }: Need, file: ByteText | undefined): string {
  const needed = `the library ${shown(name)}`;
  return file === undefined ? `${needed} that ${shown(needing.path)} needs` : needed;
}

function providerName(provider: Package | undefined): string {
  return provider === undefined ? "the package itself" : packageName(provider);
}

function runPathHint({
  folder,
  package: provider,
}: {
  readonly folder: ByteText;
  readonly package: Package | undefined;
}): string {
  const unnamed = provider !== undefined && !provider.text("LD_RUN_PATH");
  const cause = unnamed
    ? `${packageName(provider)} does not name the folder in its pkg_lib_dirs; `
    : "";
  return `${cause}link with -Wl,-rpath,${shown(folder)}, or add the folder with patchelf --add-rpath`;
}
