/** What to say of the place where the loader finds a library, or finds none. */
import type { ByteText } from "../../package/archive-tree.ts";
import type { Package } from "../../store/package.ts";
import type { Loaded, Loader, Search } from "../loader.ts";
import type { Providers } from "../providers.ts";
import { packageName, shown } from "../world.ts";
import { declareHint, ownFile, type Subject, strangerText } from "./subject.ts";

/** What the check of libraries needs beside the package. */
export interface LibraryContext {
  readonly subject: Subject;
  readonly loader: Loader;
  readonly providers: Providers;
}

/** Whether a place is the package itself or a run dependency, which is what should be. */
export function isDeclared({ target }: Extract<Search, { kind: "found" }>): boolean {
  return target.owner.kind === "own" || target.owner.kind === "dependency";
}

/** A library that a file needs, and what the loader finds. */
export interface Need {
  readonly name: ByteText;
  readonly needing: Loaded;
  readonly search: Search;
}

/** Says what is wrong with what the loader finds, and notes what is right. */
export function judgeSearch(context: LibraryContext, need: Need): void {
  const { subject } = context;
  const { name, needing, search } = need;
  const file = ownFile(subject, needing.path);
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
    .find((found) => found.kind === "found" && isDeclared(found));
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
  if (provider === undefined || provider.isStandIn || provider.isPrivate) return false;
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
