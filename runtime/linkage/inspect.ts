/** Checks a finished package: what it needs when it runs, and what it must not hold. */
import { type ByteText, bytesOf } from "../package/archive-tree.ts";
import type { PackageEntries } from "../package/entries.ts";
import type { Package } from "../store/package.ts";
import { checkDependencies, programNames } from "./checks/dependencies.ts";
import { checkFiles } from "./checks/files.ts";
import { checkLibraries } from "./checks/libraries.ts";
import { checkLinks } from "./checks/links.ts";
import { checkMachines, isFor } from "./checks/machines.ts";
import { checkMentions } from "./checks/mentions.ts";
import { checkPrograms } from "./checks/programs.ts";
import { checkScripts } from "./checks/scripts.ts";
import type { Subject } from "./checks/subject.ts";
import { collect, type PackageFinding } from "./finding.ts";
import { type Lint, withLevels } from "./levels.ts";
import { openLoader } from "./loader.ts";
import type { Forbidden } from "./mentions.ts";
import { openNotes } from "./notes.ts";
import { openProviders } from "./providers.ts";
import { type Survey, surveyPackage } from "./survey.ts";
import { systemFolders } from "./system-folders.ts";
import { openWorld } from "./world.ts";

/** A package to check, and what it was made of. */
export interface InspectOptions {
  /** What is in it, with its metadata. */
  readonly entries: PackageEntries;
  /** Where it is installed, such as `/hab/pkgs/acme/redis/7.2.4/20260101120000`. */
  readonly prefix: string;
  /** The platform, such as `x86_64-linux`. */
  readonly target: string;
  /** As `ResolvedDependencies`; a package need not be installed here. */
  readonly dependencies: {
    readonly deps: readonly Package[];
    readonly tdeps: readonly Package[];
    readonly buildTdeps: readonly Package[];
  };
  /** The folder of the package store on this machine. */
  readonly store: string;
  /** Folders of the build, and the user's home. */
  readonly forbidden: readonly Forbidden[];
  /** `pkg_license`. */
  readonly licences: readonly string[];
  readonly lint: Lint;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks a package in one pass over its content, without running anything of it.
 *
 * @returns What was found, the gravest first; the same thing in several files is one finding.
 * @throws HabcError what the entries throw; `dep-broken`; the reason of `signal`.
 */
export async function inspectPackage(options: InspectOptions): Promise<PackageFinding[]> {
  const { dependencies, forbidden, target } = options;
  const { deps, tdeps, buildTdeps } = dependencies;
  const survey = await surveyPackage(options.entries, {
    forbidden,
    packages: new Set([...tdeps, ...buildTdeps].map(({ name }) => name)),
    programs: programNames(deps),
    signal: options.signal,
  });
  const prefix = bytesOf(options.prefix);
  const world = openWorld({
    prefix: options.prefix,
    tree: survey.tree,
    tdeps,
    buildTdeps,
    store: options.store,
    buildFolders: forbidden.filter(({ code }) => code === "build-path").map(({ folder }) => folder),
  });
  const notes = openNotes();
  const subject: Subject = { prefix, survey, world, ...notes };
  const elves = new Map([...survey.elves].filter(([, elf]) => isFor(target, elf)));
  const loader = openLoader({
    world,
    own: (path) => survey.elves.get(path.slice(prefix.length + 1)),
    libraryPath: libraryPathOf(survey),
    systemFolders: systemFolders({ world, target, elves, tdeps }),
  });
  const providers = openProviders({
    prefix,
    survey,
    loader,
    tdeps,
    buildTdeps,
    store: options.store,
    target,
  });
  checkLibraries({ subject, loader, providers }, elves);
  checkPrograms(subject, elves);
  checkMachines(subject, target);
  checkScripts(subject, tdeps);
  checkLinks(subject);
  checkFiles(subject, options.licences);
  const runsWith = new Set(tdeps.map(({ name }) => name));
  const buildOnly = buildTdeps.filter(({ name }) => !runsWith.has(name));
  checkMentions(subject, { tdeps, buildOnly, forbidden });
  checkDependencies(subject, { deps, tdeps, buildTdeps, used: notes.used });
  return withLevels(collect(notes.findings()), options.lint);
}

function libraryPathOf({ metadata }: Survey): ByteText {
  const [, value = ""] =
    /^LD_LIBRARY_PATH=(.*)$/m.exec(metadata.get("RUNTIME_ENVIRONMENT") ?? "") ?? [];
  return value;
}
