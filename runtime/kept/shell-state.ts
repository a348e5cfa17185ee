/** What the shell of a build holds, and how another shell comes to hold the same. */
import { createHash } from "node:crypto";
import type { Assignment, StateText } from "../../stdlib/protocol/messages.ts";

/** Bash that sets each thing, by name. */
type Texts = Readonly<Record<string, string>>;

/** Variables, functions, and how the shell is set. */
export type ShellState = Readonly<Record<StateText["kind"], Texts>>;

/** The same as checksums: the values of a load, secrets among them, are not written to the disk. */
export type HashedState = ShellState;

/** What phases changed since the plan was loaded. */
export interface ShellChanges extends ShellState {
  /** Variables and functions that were there, and are no more. */
  readonly gone: { readonly variable: readonly string[]; readonly definition: readonly string[] };
}

/** @param reported The answer to `state`. */
export function shellState(reported: readonly Assignment[]): ShellState {
  const state: Record<StateText["kind"], Record<string, string>> = {
    variable: {},
    definition: {},
    shell: {},
  };
  for (const item of reported) if ("text" in item) state[item.kind][item.name] = item.text;
  return state;
}

export function hashTexts(texts: Texts): Texts {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, hashOf(text)]));
}

export function hashState({ variable, definition, shell }: ShellState): HashedState {
  return {
    variable: hashTexts(variable),
    definition: hashTexts(definition),
    shell: hashTexts(shell),
  };
}

/** @param loaded What the shell held when the plan was loaded. */
export function changesSince(loaded: HashedState, now: ShellState): ShellChanges {
  const changed = (kind: StateText["kind"]) =>
    Object.fromEntries(
      Object.entries(now[kind]).filter(([name, text]) => loaded[kind][name] !== hashOf(text)),
    );
  const gone = (kind: "variable" | "definition") =>
    Object.keys(loaded[kind]).filter((name) => !Object.hasOwn(now[kind], name));
  return {
    variable: changed("variable"),
    definition: changed("definition"),
    // Traps and options are few, and depend on each other.
    shell: now.shell,
    gone: { variable: gone("variable"), definition: gone("definition") },
  };
}

/** The order matters: extglob decides how functions are read, and traps and options come last. */
const aspects = ["alias", "umask", "cwd", "trap", "set"];

/** @returns Bash for a shell that has just loaded the plan. */
export function restoringText({ variable, definition, shell, gone }: ShellChanges): string {
  const unset = [...gone.variable, ...Object.keys(variable)];
  return [
    shell["shopt"] ?? "",
    ...unset.map((name) => `unset -n ${name}; unset -v ${name}`),
    ...gone.definition.map((name) => `unset -f -- ${quoted(name)}`),
    ...Object.values(variable),
    ...Object.values(definition),
    ...aspects.map((aspect) => shell[aspect] ?? ""),
  ]
    .map((text) => `${text}\n`)
    .join("");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
