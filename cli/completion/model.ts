/** What shells complete, gathered from the table of commands. */
import { diagnosticSpecs } from "../../compiler/ir/index.ts";
import type { ArgumentSpec } from "../command.ts";
import { allCommands, groups } from "../commands/specs.ts";

/** What can come next after a command or a group. */
export interface Place {
  /** What was typed before, such as `pkg verify`; empty at the start. */
  readonly path: string;
  /** Commands, groups and the known values of arguments. */
  readonly words: readonly Word[];
  readonly options: readonly CompletedOption[];
  /** Whether a path of the file system may come next. */
  readonly paths: "file" | "folder" | undefined;
}

/** A word, with what it means. */
export interface Word {
  readonly word: string;
  readonly doc: string;
}

/** An option as it is typed. */
export interface CompletedOption {
  readonly name: string;
  readonly short: string | undefined;
  readonly doc: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

const help: CompletedOption = {
  name: "help",
  short: "h",
  doc: "Show this help",
  takesValue: false,
  choices: [],
};

/** @returns Every place: the start, the groups, the commands. */
export function completedPlaces(): Place[] {
  const inner = ["", ...Object.keys(groups)].map((path) => ({
    path,
    words: wordsBelow(path),
    options: [help],
    paths: undefined,
  }));
  const outer = allCommands.map(([path, spec]) => ({
    path,
    words: spec.arguments.flatMap(argumentWords),
    options: [
      ...spec.options.map(({ name, short, doc, value, choices = [] }) => ({
        name,
        short,
        doc,
        takesValue: value !== undefined,
        choices,
      })),
      help,
    ],
    paths: spec.arguments.map(({ completes }) => completes).find(isPath),
  }));
  return [...inner, ...outer];
}

function wordsBelow(path: string): Word[] {
  const prefix = path === "" ? "" : `${path} `;
  const all = [
    ...allCommands.map(([name, spec]) => [name, spec.summary] as const),
    ...Object.entries(groups),
  ];
  return all
    .filter(([name]) => name.startsWith(prefix) && name !== path)
    .map(([name, doc]) => ({ word: name.slice(prefix.length), doc }))
    .filter(({ word }) => !word.includes(" "));
}

function argumentWords({ completes, choices = [] }: ArgumentSpec): Word[] {
  if (completes === "code") {
    return Object.entries(diagnosticSpecs).map(([word, { title }]) => ({ word, doc: title }));
  }
  if (completes === "command") return wordsBelow("");
  return choices.map((word) => ({ word, doc: "" }));
}

function isPath(kind: ArgumentSpec["completes"]): kind is "file" | "folder" {
  return kind === "file" || kind === "folder";
}
