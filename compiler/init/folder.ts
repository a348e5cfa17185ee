/** The folder of a project, as the kinds of plans look at it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TomlError, type TomlTable } from "smol-toml";
import { parseToml } from "../check/toml.ts";
import { HabcError } from "../ir/index.ts";

/** A folder and the files in it. */
export interface Folder {
  readonly path: string;
  /** What is in it, but for hidden files; sorted. Empty where there is no such folder. */
  readonly entries: readonly string[];
  /** @returns Undefined where the file is not there, or is no file that can be read. */
  text(file: string): string | undefined;
  /** @throws HabcError `project-invalid` for what is no object of JSON. */
  json(file: string): Record<string, unknown>;
  /** @throws HabcError `project-invalid`. */
  toml(file: string): TomlTable;
}

/** @param path Absolute. */
export function openFolder(path: string): Folder {
  const text = (file: string) => {
    try {
      return readFileSync(join(path, file), "utf8");
    } catch {
      return undefined;
    }
  };
  return folderOf({ path, entries: entriesOf(path), text });
}

/** A folder of which something else knows the names and texts, such as an archive. */
export function folderOf({
  path,
  entries,
  text,
}: Pick<Folder, "path" | "entries" | "text">): Folder {
  const invalid = (file: string, cause: unknown) =>
    new HabcError("project-invalid", `${join(path, file)} cannot be read: ${reason(cause)}`, {
      hint: "mend it, or say with --kind what kind of plan to start",
      cause,
    });
  return {
    path,
    entries,
    text,
    json(file) {
      try {
        const value: unknown = JSON.parse((text(file) ?? "{}").replace(/^\ufeff/, ""));
        if (isTable(value)) return value;
      } catch (cause) {
        throw invalid(file, cause);
      }
      throw invalid(file, new Error("it is no object"));
    },
    toml(file) {
      try {
        return parseToml(text(file) ?? "");
      } catch (cause) {
        throw invalid(file, cause);
      }
    },
  };
}

function reason(cause: unknown): string {
  if (cause instanceof TomlError) return `it is not valid TOML (line ${cause.line})`;
  return cause instanceof Error ? cause.message : String(cause);
}

function entriesOf(path: string): string[] {
  try {
    return readdirSync(path)
      .filter((name) => !name.startsWith("."))
      .sort();
  } catch {
    return [];
  }
}

/** Whether a value of JSON or TOML has members. */
export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value of JSON or TOML where it is a text with something in it; on one line. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  return value.replace(/\s+/g, " ").trim() || undefined;
}

/** `Name <address>` of the forms in which manifests have people. */
export function personOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return personOf(value[0]);
  if (!isTable(value)) return textOf(value)?.replace(/\s*\(.*\)$/, "");
  const [name, email] = [textOf(value["name"]), textOf(value["email"])];
  if (name === undefined || email === undefined) return name ?? email;
  return `${name} <${email}>`;
}
