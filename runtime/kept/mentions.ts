/** Which phases may use something, as far as the texts of a plan's functions tell. */
import { type PhaseName, phaseNames } from "../../compiler/ir/index.ts";

/** What a phase runs of the plan: its callback, with all functions that it may call. */
export type PhaseTexts = ReadonlyMap<PhaseName, string>;

/**
 * @param functions The texts of the plan's functions, or callbacks, by name.
 * @param isRun Whether a build runs a phase at all.
 */
export function phaseTexts(
  functions: Readonly<Record<string, string>>,
  isRun: (phase: PhaseName) => boolean,
): PhaseTexts {
  const texts = new Map<PhaseName, string>();
  for (const phase of phaseNames) {
    if (Object.hasOwn(functions, phase) && isRun(phase))
      texts.set(phase, withCalled(phase, functions));
  }
  return texts;
}

function withCalled(name: string, functions: Readonly<Record<string, string>>): string {
  const reached = new Set([name]);
  for (const each of reached) {
    const text = functions[each] ?? "";
    for (const other of Object.keys(functions)) {
      const isVersion = other === "pkg_version" && hasWord(text, "update_pkg_version");
      if (isVersion || hasWord(text, other)) reached.add(other);
    }
  }
  return [...reached].map((each) => functions[each]).join("\n");
}

/** Names that are put together only when the text runs, and texts that stand elsewhere. */
const unforeseeable =
  /\$\{!\w+[^\w*@[]|\beval\b|\b(?:local|declare|typeset)\s+-\w*n|(?:^|[;&|({]|\b(?:then|do|else)\b)\s*(?:source|\.)\s/m;

/** Whether a text names a function. */
export function names(text: string, name: string): boolean {
  return hasWord(text, name);
}

/** Whether a text may use a variable or function. */
export function mayUse(text: string, name: string): boolean {
  return hasWord(text, name) || unforeseeable.test(text);
}

/**
 * Whether a text may use a file beside the plan: it names the file, a folder that it lies in, or
 * all that lies there.
 *
 * @param file Its path from the folder of the plan.
 */
export function mayUseFile(text: string, file: string): boolean {
  const [top = "", ...below] = file.split("/");
  if (below.length === 0 ? hasWord(text, top) : namesFolder(text, top)) return true;
  const places = text.matchAll(/\b(?:PLAN_CONTEXT|SRC_PATH)\b["'}]*(\/[\w.+-][\w.+/-]*)?/g);
  for (const [, named] of places) {
    // A path that goes on in a way that is not known here may lead anywhere below it.
    if (named === undefined || file.startsWith(named.slice(1))) return true;
  }
  return unforeseeable.test(text);
}

function namesFolder(text: string, name: string): boolean {
  return text.includes(`${name}/`) || text.includes(`/${name}`);
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? " ";
    const after = text[at + word.length] ?? " ";
    if (!/[\w-]/.test(before) && !/[\w]/.test(after)) return true;
  }
  return false;
}
