/** One pass over everything in a package: what the checks need to know of it. */
import { setImmediate } from "node:timers/promises";
import { metadataFiles, wholePackageFiles } from "../../compiler/ir/index.ts";
import type { ByteText } from "../package/archive-tree.ts";
import type { PackageEntries, PackageFile } from "../package/entries.ts";
import { searchBytes } from "./byte-search.ts";
import { type ElfFile, readElf } from "./elf/read.ts";
import { type Mentions, mentionNeedles, type Sought } from "./mentions.ts";
import { type Script, scriptOf, templateIdents, wordsOf } from "./scripts.ts";
import type { TreeNode } from "./world.ts";

/** What is known of a package's content. Paths are below its folder. */
export interface Survey {
  readonly tree: Map<ByteText, TreeNode>;
  readonly modes: { readonly path: ByteText; readonly kind: string; readonly mode: number }[];
  readonly elves: Map<ByteText, ElfFile>;
  readonly damaged: { readonly path: ByteText; readonly reason: string }[];
  readonly scripts: Script[];
  /** What `pkgPathFor` is asked for in hooks and configuration. */
  readonly templates: { readonly path: ByteText; readonly ident: string }[];
  readonly mentions: Mentions;
  /** Which of the sought programs scripts and hooks name. */
  readonly programs: Set<string>;
  /** The texts of `RUNTIME_PATH` and `RUNTIME_ENVIRONMENT`. */
  readonly metadata: Map<string, string>;
  /** Whether there is anything beside metadata. */
  hasContent: boolean;
}

/** What to look for beside what is always looked for. */
export interface SurveyOptions extends Sought {
  /** Programs of run dependencies, by name. */
  readonly programs: ReadonlySet<string>;
  readonly signal?: AbortSignal | undefined;
}

/** Metadata that says what the package needs when it runs. */
const runtimeMetadata = ["RUNTIME_PATH", "RUNTIME_ENVIRONMENT"];
const metadataNames: ReadonlySet<string> = new Set([
  ...Object.keys(metadataFiles),
  ...Object.keys(wholePackageFiles),
  "PACKAGE_TYPE",
  "SBOM.spdx.json",
  "SBOM.cdx.json",
]);
/** A set-ID or sticky bit, or write access for everybody. */
const remarkableMode = 0o7002;
/** After so many files or bytes the rest of the program gets its turn. */
const turnFiles = 256;
const turnBytes = 16 * 1024 * 1024;

/**
 * Takes in every entry once. Memory grows with the number of entries, not with their content.
 *
 * @throws HabcError what the entries throw; the reason of `signal`.
 */
export async function surveyPackage(
  entries: PackageEntries,
  options: SurveyOptions,
): Promise<Survey> {
  const survey: Survey = {
    tree: new Map(),
    modes: [],
    elves: new Map(),
    damaged: [],
    scripts: [],
    templates: [],
    mentions: { packages: new Set(), places: new Map() },
    programs: new Set(),
    metadata: new Map(),
    hasContent: false,
  };
  let [files, bytes] = [0, 0];
  for await (const entry of entries) {
    const { path, kind, mode } = entry;
    survey.tree.set(
      path,
      kind === "link"
        ? { kind, target: entry.target }
        : { kind: kind === "folder" ? kind : "file" },
    );
    if (kind !== "link" && (mode & remarkableMode) !== 0) survey.modes.push({ path, kind, mode });
    if (kind !== "folder" && !metadataNames.has(path)) survey.hasContent = true;
    // What its other name is found to hold, it holds; but it is loaded from another folder.
    const known = kind === "same" ? survey.elves.get(entry.firstPath) : undefined;
    if (known !== undefined) survey.elves.set(path, known);
    if (kind !== "file") continue;
    if (metadataNames.has(path)) await surveyMetadata(survey, entry);
    else await surveyFile(survey, entry, options);
    files += 1;
    bytes += entry.size;
    if (files >= turnFiles || bytes >= turnBytes) {
      [files, bytes] = [0, 0];
      await setImmediate();
      options.signal?.throwIfAborted();
    }
  }
  return survey;
}

async function surveyMetadata(survey: Survey, file: PackageFile): Promise<void> {
  if (!runtimeMetadata.includes(file.path)) return;
  const pieces: Uint8Array[] = [];
  for await (const piece of file.content()) pieces.push(piece);
  survey.metadata.set(file.path, Buffer.concat(pieces).toString("latin1"));
}

async function surveyFile(
  survey: Survey,
  file: PackageFile,
  options: SurveyOptions,
): Promise<void> {
  const { path } = file;
  const elf = readElf(file.readAt);
  if (elf?.readable) survey.elves.set(path, elf);
  else if (elf !== undefined) survey.damaged.push({ path, reason: elf.reason });
  const isTemplate = /^(hooks|config|config_install)\//.test(path);
  let script: Script | undefined;
  let isFirst = true;
  const read = (text: Buffer) => {
    if (isFirst) script = elf === undefined ? scriptOf(file, text) : undefined;
    isFirst = false;
    if (isTemplate) {
      for (const ident of templateIdents(text)) survey.templates.push({ path, ident });
    }
    if (script === undefined && !isTemplate) return;
    for (const word of wordsOf(text)) if (options.programs.has(word)) survey.programs.add(word);
  };
  const needles = mentionNeedles({ path, elf, into: survey.mentions, sought: options });
  await searchBytes(file.content(), needles, read);
  if (script !== undefined) survey.scripts.push(script);
}
