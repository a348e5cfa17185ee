/**
 * `habc.toml`: how a repository wants to be checked.
 *
 *     [check]
 *     ignore = ["test/fixtures"]
 *
 *     [check.rules]
 *     license-deprecated = "off"
 *     source-unencrypted = "warning"
 *
 *     [[check.override]]
 *     paths = ["legacy/**"]
 *     rules = { template-cfg-missing = "off" }
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { TomlError } from "smol-toml";
import { HabcError, type Span } from "../ir/index.ts";
import { repositoryOf } from "../source/source-tree.ts";
import type { CheckConfig, Level } from "./levels.ts";
import { likelyName } from "./likely-name.ts";
import { namedCodes } from "./rules/index.ts";
import { parseToml } from "./toml.ts";

/** The name of the file. */
export const configName = "habc.toml";

/**
 * Finds the configuration of a folder: the nearest `habc.toml`, there or above it, up to the root
 * of its repository, or, without one, up to the working directory.
 *
 * @param cwd The absolute working directory.
 */
export function findConfig(folder: string, cwd: string): string | undefined {
  const isBelow = folder === cwd || folder.startsWith(`${cwd === "/" ? "" : cwd}/`);
  const root = repositoryOf(folder) ?? (isBelow ? cwd : folder);
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, configName);
    if (textOf(file) !== undefined) return file;
    if (at === root || at === dirname(at)) return undefined;
  }
}

/** @throws HabcError `config-invalid`. */
export function readConfig(file: string): CheckConfig {
  const text = textOf(file);
  if (text === undefined) throw new HabcError("config-invalid", `cannot read ${file}`);
  const { check = {} } = parsed(file, text);
  const reader = { file, text };
  const table = tableAt(check, "check", reader);
  onlyKeys(table, ["rules", "override", "ignore"], reader);
  const overrides = listAt(table["override"] ?? [], "check.override", reader).map((item) => {
    const override = tableAt(item, "check.override", reader);
    onlyKeys(override, ["paths", "rules"], reader);
    return {
      paths: textsAt(override["paths"], "check.override.paths", reader),
      rules: levelsAt(override["rules"] ?? {}, "check.override.rules", reader),
    };
  });
  return {
    root: dirname(file),
    rules: levelsAt(table["rules"] ?? {}, "check.rules", reader),
    overrides,
    ignore: textsAt(table["ignore"] ?? [], "check.ignore", reader),
  };
}

interface Reader {
  readonly file: string;
  readonly text: string;
}

type Table = Readonly<Record<string, unknown>>;

function parsed(file: string, text: string): Table {
  try {
    return parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const { line, column } = error;
    const [what = ""] = error.message.replace(/^Invalid TOML document: /, "").split("\n");
    throw new HabcError("config-invalid", `${file} is not valid TOML: ${what}`, {
      spans: [{ file, start: { line, column }, end: { line, column: column + 1 } }],
    });
  }
}

/** What a code can be given. */
export const configLevels: readonly Level[] = ["off", "info", "warning", "error"];

function levelsAt(value: unknown, name: string, reader: Reader): Record<string, Level> {
  const entries = Object.entries(tableAt(value, name, reader)).map(([code, given]) => {
    if (!namedCodes.has(code)) {
      const likely = likelyName(code, [...namedCodes]);
      throw refuse(reader, code, {
        message: `${name} names ${code}, which is no code of a check`,
        hint: likely === undefined ? "`habc explain` lists the codes" : `did you mean ${likely}?`,
      });
    }
    const level = configLevels.find((each) => each === given);
    if (level !== undefined) return [code, level] as const;
    throw refuse(reader, code, {
      message: `${name} gives ${code} the level ${JSON.stringify(given)}`,
      hint: `a level is one of ${configLevels.join(", ")}`,
    });
  });
  return Object.fromEntries(entries);
}

function tableAt(value: unknown, name: string, reader: Reader): Table {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Table;
  throw refuse(reader, name, { message: `${name} is no table` });
}

function listAt(value: unknown, name: string, reader: Reader): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw refuse(reader, name, { message: `${name} is no list of tables` });
}

function textsAt(value: unknown, name: string, reader: Reader): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw refuse(reader, name, { message: `${name} is no list of texts` });
}

function onlyKeys(table: Table, known: readonly string[], reader: Reader): void {
  const other = Object.keys(table).find((key) => !known.includes(key));
  if (other === undefined) return;
  throw refuse(reader, other, {
    message: `${configName} has the key ${other}`,
    hint: `there is ${known.join(", ")}`,
  });
}

/** Points at the first line that has the word. */
function refuse(
  { file, text }: Reader,
  name: string,
  { message, hint }: { readonly message: string; readonly hint?: string },
): HabcError {
  const word = name.slice(name.lastIndexOf(".") + 1);
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.includes(word));
  const column = (lines[at]?.indexOf(word) ?? 0) + 1;
  const span: Span = {
    file,
    start: { line: at + 1, column },
    end: { line: at + 1, column: column + word.length },
  };
  return new HabcError("config-invalid", message, {
    ...(hint === undefined ? {} : { hint }),
    ...(at < 0 ? {} : { spans: [span] }),
  });
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
