/** `habc types`: tells editors the names of packages, and what habc itself declares. */
import { join, relative, resolve } from "node:path";
import {
  commandOf,
  nameSources,
  namesIn,
  optionsOf,
  type PackagesFileOptions,
  packagesFile,
  packagesFileName,
  usualSources,
} from "../../compiler/editor/index.ts";
import { type Diagnostic, HabcError } from "../../compiler/ir/index.ts";
import { isFolder } from "../../compiler/source/look.ts";
import type { Invocation, Run } from "../command.ts";
import type { CommandContext } from "../context.ts";
import { editorRoot } from "../editor/root.ts";
import { type EditorSetUp, setUpEditor, setUpText } from "../editor/set-up.ts";
import { readIfThere, replaceFile } from "../files.ts";
import { tell } from "../render/answer.ts";
import { reportDiagnostics } from "../render/diagnostics/report.ts";
import { knownNames } from "./types/known-names.ts";
import type { typesSpec } from "./types.spec.ts";

export const run: Run<typeof typesSpec> = async (
  { arguments: { DIR = "." }, options },
  context,
) => {
  const root = editorRoot(folderOf(resolve(context.cwd, DIR)));
  const file = join(root.folder, packagesFileName);
  const before = await readIfThere(file);
  const made = chosen(options, before);
  const { names, problems } = await knownNames(made.from, { root: root.folder, context });
  const now = packagesFile(names, made);
  const changes = changesOf(before, now);
  if (!options.json) reportDiagnostics(problems.map(leftOut), context);
  if (options.check && now !== before) throw outdated(file, { made, changes });
  const setUp = options.check ? undefined : await setUpEditor(root);
  if (now !== before) await replaceFile(file, now);
  const value = {
    ok: true,
    file,
    changed: now !== before,
    packages: names.size,
    ...changes,
    ...setUp,
    problems,
  };
  return tell(context, options.json, {
    value,
    text: () => text({ file, count: names.size, changes, setUp }, context),
  });
};

type Options = Invocation<typeof typesSpec>["options"];

function folderOf(path: string): string {
  if (isFolder(path)) return path;
  throw new HabcError("usage", `there is no folder ${path}`);
}

/** What is asked for; where nothing is, what the file says of itself. */
function chosen({ from, closed }: Options, before: string | undefined): PackagesFileOptions {
  const said = before === undefined ? undefined : optionsOf(before);
  if (from.length === 0 && !closed && said !== undefined) return said;
  const named = nameSources.filter((source) => from.includes(source));
  return { from: named.length === 0 ? usualSources(closed) : named, closed };
}

interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

function changesOf(before: string | undefined, now: string): Changes {
  const [old, fresh] = [new Set(namesIn(before ?? "")), new Set(namesIn(now))];
  return {
    added: [...fresh].filter((name) => !old.has(name)),
    removed: [...old].filter((name) => !fresh.has(name)),
  };
}

/** What cannot be read does not keep the rest from being known. */
function leftOut(problem: Diagnostic): Diagnostic {
  return { ...problem, severity: "warning" };
}

function outdated(
  file: string,
  { made, changes }: { readonly made: PackagesFileOptions; readonly changes: Changes },
): HabcError {
  return new HabcError("types-outdated", `${file} is not up to date`, {
    hint: `${changeLines(changes)}\`${commandOf(made)}\` brings it up to date`,
  });
}

function changeLines({ added, removed }: Changes): string {
  const lines = [...added.map((name) => `+ ${name}`), ...removed.map((name) => `- ${name}`)];
  const shown = lines.length > 12 ? [...lines.slice(0, 10), `… ${lines.length - 10} more`] : lines;
  return shown.map((line) => `${line}\n`).join("");
}

interface Done {
  readonly file: string;
  readonly count: number;
  readonly changes: Changes;
  readonly setUp: EditorSetUp | undefined;
}

function text({ file, count, changes, setUp }: Done, { cwd }: CommandContext): string {
  const total = `${count} ${count === 1 ? "package" : "packages"} in ${relative(cwd, file)}\n`;
  const about = setUp === undefined ? "" : setUpText(setUp, cwd);
  return `${changeLines(changes)}${about}${total}`;
}
