/** The files in `hooks/`: their names, and what runs them. */
import { dirname, extname, join } from "node:path";
import { positionAt, type SourceText } from "../../bash/text/source-text.ts";
import {
  type Diagnostic,
  type HookSpec,
  hookNames,
  hookOfFile,
  hooks,
  type Span,
} from "../../ir/index.ts";
import { finding, type Rule } from "../context.ts";
import type { PlanFolder } from "../folder.ts";
import { likelyName } from "../likely-name.ts";

export const hooksRule: Rule = ({ folder }) =>
  folder.hooks.flatMap(({ name, source }) => [
    ...judgeName(name, source, folder),
    ...(isPowerShell(name) || folder.isForWindowsToo ? [] : judgeFirstLine(name, source)),
  ]);

const specs: Readonly<Record<string, HookSpec>> = hooks;

function judgeName(file: string, source: SourceText, folder: PlanFolder): Diagnostic[] {
  const name = hookOfFile(file);
  const spans = [firstLine(source)];
  const newer = hookNames.find((hook) => specs[hook]?.older === name);
  const spec = specs[newer ?? name];
  if (spec?.retired) {
    return [
      finding("hook-spelling", {
        severity: "info",
        message: `supervisors of today do not run the hook ${name}`,
        ...(name === "reload"
          ? { hint: "reconfigure runs when the configuration has changed" }
          : {}),
        spans,
      }),
    ];
  }
  if (newer !== undefined) {
    // Both are there for supervisors of both kinds.
    if (!isFree(newer, folder)) return [];
    return [
      finding("hook-spelling", {
        message: `supervisors of today look for ${newer}, not for ${name}`,
        hint: `rename hooks/${file} to hooks/${newer}`,
        spans,
        ...renaming(source, newer),
      }),
    ];
  }
  if (spec !== undefined || isPowerShell(file)) return [];
  const likely = likelyName(name, hookNames);
  return [
    finding("hook-unknown", {
      severity: likely === undefined ? "info" : "warning",
      message: `hooks/${file} is no hook that a supervisor runs`,
      hint: likely === undefined ? `hooks are ${hookNames.join(", ")}` : `did you mean ${likely}?`,
      spans,
      ...(likely !== undefined && isFree(likely, folder) ? renaming(source, likely) : {}),
    }),
  ];
}

function isFree(hook: string, { hooks: files }: PlanFolder): boolean {
  return files.every(({ name }) => hookOfFile(name) !== hook);
}

/** The fix that gives a hook's file the name of another hook, and leaves its extension. */
function renaming({ file }: SourceText, hook: string): Pick<Diagnostic, "fixes"> {
  const to = join(dirname(file), `${hook}${extname(file)}`);
  return { fixes: [{ title: `rename it to ${hook}`, edits: [], rename: { file, to } }] };
}

function judgeFirstLine(file: string, source: SourceText): Diagnostic[] {
  // Helpers of the hooks, which they source, need none.
  if (!isHook(hookOfFile(file))) return [];
  const [line = ""] = source.text.split("\n");
  if (/^\{\{/.test(line)) return [];
  const spans = [firstLine(source)];
  if (!line.startsWith("#!")) {
    const lead = /^\s+(?=#!)/.exec(source.text)?.[0];
    if (lead !== undefined) return [lateShebang(file, source, lead.length)];
    return [
      finding("hook-shebang", {
        message: `hooks/${file} does not begin with #! and an interpreter`,
        hint: 'begin it with #!{{pkgPathFor "core/bash"}}/bin/bash, and add core/bash to pkg_deps',
        spans,
      }),
    ];
  }
  const interpreter = line.slice(2).trim();
  if (!/^\/usr\//.test(interpreter)) return [];
  const [program = "", argument] = interpreter.split(/\s+/);
  const meant = program.endsWith("/env") ? argument : program.slice(program.lastIndexOf("/") + 1);
  return [
    finding("hook-shebang", {
      message: `hooks/${file} takes its interpreter from the host: ${interpreter}`,
      hint: `a service may run where there is none; take ${meant} from a package, with pkgPathFor`,
      spans,
    }),
  ];
}

/** White space is all that stands before the `#!`. */
function lateShebang(file: string, source: SourceText, length: number): Diagnostic {
  const start = { line: 1, column: 1 };
  const span = { file: source.file, start, end: positionAt(source, length) };
  return finding("hook-shebang", {
    message: `hooks/${file} does not begin with its #!, so the kernel does not see it`,
    hint: "remove the white space before it",
    spans: [firstLine(source)],
    fixes: [{ title: "remove the white space before #!", edits: [{ span, text: "" }] }],
  });
}

function isHook(name: string): boolean {
  return Object.hasOwn(specs, name) || hookNames.some((hook) => specs[hook]?.older === name);
}

function isPowerShell(file: string): boolean {
  return file.endsWith(".ps1");
}

function firstLine({ file, text }: SourceText): Span {
  const end = text.indexOf("\n");
  const column = Math.max(1, (end < 0 ? text.length : end) + 1);
  return { file, start: { line: 1, column: 1 }, end: { line: 1, column } };
}
