/**
 * An installed package: typed access to its metadata files. Nothing is read before it is
 * asked for, and nothing twice.
 *
 * Source: Habitat reference, "Contents of a Habitat package".
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { errorCode } from "../crypto/aside.ts";
import { isFile } from "../look.ts";
import { type FullIdent, formatIdent, parseFullIdent } from "./ident.ts";

/** The folder of the packages, as every build sees it. */
export const packagesInside = "/hab/pkgs";

/** One installed release. Every method throws HabcError `dep-broken` for damaged metadata. */
export interface Package {
  readonly ident: FullIdent;
  /** The identifier as text, for lists and messages. */
  readonly name: string;
  /** Where builds see it: `/hab/pkgs/origin/name/version/release`. */
  readonly path: string;
  /** Where it lies on this machine. */
  readonly hostPath: string;
  /** A metadata file without white space at its ends; undefined where there is no such file. */
  text(file: string): string | undefined;
  /** `DEPS`: the direct run dependencies. */
  deps(): readonly FullIdent[];
  /** `TDEPS`: all run dependencies. */
  tdeps(): readonly FullIdent[];
  /** `PATH`: the program folders below its own prefix; others, which old packages had, are dropped. */
  pathEntries(): readonly string[];
  /** A metadata file of lines, such as `INTERPRETERS`; empty lines are dropped. */
  lines(file: string): readonly string[];
  /** A metadata file of `key=value` lines: `RUNTIME_ENVIRONMENT`, `EXPORTS`, `BINDS` … */
  pairs(file: string): ReadonlyMap<string, string>;
  /** Whether a supervisor can run it: it has a `run` hook. */
  isService(): boolean;
}

/** The path of a release as every build sees it. */
export function pathInside(ident: FullIdent): string {
  return `${packagesInside}/${formatIdent(ident)}`;
}

/** @param hostPath The folder of the release; it need not be there. */
export function openPackage(ident: FullIdent, hostPath: string): Package {
  const name = formatIdent(ident);
  const path = pathInside(ident);
  const files = once(() => entriesOf(hostPath, name));
  const texts = memo((file: string) =>
    files().has(file) ? readText(join(hostPath, file), name) : undefined,
  );
  const lines = memo((file: string) => (texts(file) ?? "").split("\n").filter((line) => line));
  const idents = memo((file: string) => lines(file).map((line) => identLine(line, file, name)));
  return {
    ident,
    name,
    path,
    hostPath,
    text: texts,
    lines,
    deps: () => idents("DEPS"),
    tdeps: () => idents("TDEPS"),
    pathEntries: once(() =>
      (texts("PATH") ?? "")
        .split(":")
        .filter((entry) => entry === path || entry.startsWith(`${path}/`)),
    ),
    pairs: memo((file: string) => new Map(lines(file).map((line) => pairLine(line, file, name)))),
    isService: once(() => isFile(join(hostPath, "hooks/run")) || isFile(join(hostPath, "run"))),
  };
}

/** The refusal of a damaged package. */
export function brokenPackage(name: string, what: string, cause?: unknown): HabcError {
  return new HabcError("dep-broken", `the installed package ${name} is damaged: ${what}`, {
    hint: "remove its folder, and install or build it again",
    cause,
  });
}

function entriesOf(folder: string, name: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder));
  } catch (cause) {
    if (isAbsence(cause)) return new Set();
    throw brokenPackage(name, `${folder} cannot be read`, cause);
  }
}

function readText(file: string, name: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw brokenPackage(name, `${file} cannot be read`, cause);
  }
}

function identLine(line: string, file: string, name: string): FullIdent {
  try {
    return parseFullIdent(line.trim());
  } catch (cause) {
    throw brokenPackage(name, `${file} holds ${JSON.stringify(line)}`, cause);
  }
}

function pairLine(line: string, file: string, name: string): [string, string] {
  const at = line.indexOf("=");
  if (at < 1) throw brokenPackage(name, `${file} holds ${JSON.stringify(line)}, not key=value`);
  return [line.slice(0, at), line.slice(at + 1)];
}

/** Whether an error says that a file or folder is not there. */
export function isAbsence(thrown: unknown): boolean {
  return errorCode(thrown) === "ENOENT" || errorCode(thrown) === "ENOTDIR";
}

function memo<Value>(make: (key: string) => Value): (key: string) => Value {
  const made = new Map<string, { readonly value: Value }>();
  return (key) => {
    const known = made.get(key) ?? { value: make(key) };
    made.set(key, known);
    return known.value;
  };
}

function once<Value>(make: () => Value): () => Value {
  const made = memo(make);
  return () => made("");
}
