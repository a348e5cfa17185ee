/** Checks the hooks beside a plan. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic, Fix, Span } from "../ir/index.ts";

/** @param context The folder that holds the plan. */
export function checkHookFiles(context: string): Diagnostic[] {
  const folder = join(context, "hooks");
  const files = regularFiles(folder);
  return [
    ...duplicates(folder, files),
    ...files.flatMap((file) => lineEndings(join(folder, file))),
  ];
}

function regularFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith("."))
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

function duplicates(folder: string, files: readonly string[]): Diagnostic[] {
  const hooks = new Map<string, string[]>();
  for (const file of files) {
    const hook = file.replace(/\.[^.]*$/, "");
    hooks.set(hook, [...(hooks.get(hook) ?? []), file]);
  }
  return [...hooks].flatMap(([hook, [first, ...others]]) =>
    first === undefined || others.length === 0
      ? []
      : [
          {
            code: "hook-duplicate" as const,
            severity: "error" as const,
            message: `the hook ${hook} has several files: ${[first, ...others].map((file) => `hooks/${file}`).join(", ")}`,
            hint: "extensions are dropped; keep one of them",
            spans: [first, ...others].map((file) => firstLine(join(folder, file))),
          },
        ],
  );
}

function lineEndings(file: string): Diagnostic[] {
  const lines = textOf(file).split("\n");
  const at = lines.findIndex((line) => line.endsWith("\r"));
  if (at === -1) return [];
  const line = at + 1;
  return [
    {
      code: "hook-line-endings",
      severity: "error",
      message: `${file} has CR LF line endings`,
      hint: `convert it: sed -i 's/\\r$//' ${file}`,
      spans: [{ file, start: { line, column: 1 }, end: { line: line + 1, column: 1 } }],
      fixes: [{ title: "take the carriage returns out", edits: carriageReturns(file, lines) }],
    },
  ];
}

function carriageReturns(file: string, lines: readonly string[]): Fix["edits"] {
  return lines.flatMap((text, at) => {
    if (!text.endsWith("\r")) return [];
    const line = at + 1;
    const start = { line, column: text.length };
    return [{ span: { file, start, end: { line, column: text.length + 1 } }, text: "" }];
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function firstLine(file: string): Span {
  return { file, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
}
