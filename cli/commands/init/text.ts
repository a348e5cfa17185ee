/** What `habc init` tells people. */
import { relative } from "node:path";
import type { CommandContext } from "../../context.ts";
import { setUpText } from "../../editor/set-up.ts";
import type { Started } from "./started.ts";

/** The commands that lead to a package, from the working directory. */
export function nextCommands({ path, origin }: Started, { cwd }: CommandContext): string[] {
  const folder = relative(cwd, path);
  const place = folder === "" ? "" : ` ${shellWord(folder)}`;
  return [
    ...(origin.hasKey ? [] : [`habc origin key generate ${origin.origin}`]),
    `habc check${place}`,
    `habc build${place}`,
  ];
}

/** What was made, what follows from what, and what to do next; lines. */
export function startedText(started: Started, context: CommandContext): string {
  const { plan, origin, made, kept, editor } = started;
  const { cwd } = context;
  const shown = (file: string) => relative(cwd, file);
  const version = plan.version === undefined ? "" : ` ${plan.version}`;
  const what = `${origin.origin}/${plan.name}${version}, ${plan.kind}`;
  const ignored = kept.find((file) => file.endsWith("/.gitignore"));
  const lines = [
    plan.marker === undefined ? what : `${what}, from ${plan.marker}`,
    ...made.map((file) => `made ${shown(file)}`),
    ...kept.filter((file) => file !== ignored).map((file) => `kept ${shown(file)}, as it was`),
  ];
  const asides = [
    ...(origin.from === "user"
      ? [`The origin ${origin.origin} is a guess: --origin, or HAB_ORIGIN, says another.`]
      : []),
    ...(ignored === undefined ? [] : [`Builds write to results/: let ${shown(ignored)} say so.`]),
  ];
  const next = nextCommands(started, context).map((command) => `  ${command}`);
  return [
    ...lines.map((line) => `${line}\n`),
    editor === undefined ? "" : setUpText(editor, cwd),
    ...asides.map((line) => `${line}\n`),
    `\nNext:\n${next.join("\n")}\n`,
  ].join("");
}

function shellWord(text: string): string {
  return /^[\w./@%+=:,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
