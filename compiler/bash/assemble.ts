import { forEachChild, type ParsedScript, type SyntaxNode } from "unbash";
import type { CallbackIR, Diagnostic, Dynamic, PlanIR, SettingValue, Span } from "../ir/index.ts";
import { irVersion, settingNames } from "../ir/index.ts";
import { type Cause, isUnknown } from "./cause.ts";
import { readText } from "./files/files.ts";
import type { Flow, Shell } from "./shell.ts";
import { definitionOf } from "./state/join.ts";
import { plainValue } from "./state/value.ts";
import { globalScope } from "./state/variables.ts";
import { type SourceText, spanOf } from "./text/source-text.ts";
import { isName } from "./text/text.ts";

/** The plan that was read. */
export interface PlanText {
  /** Absolute path. */
  readonly file: string;
  readonly script: ParsedScript;
  readonly source: SourceText;
}

/** The IR of a plan that was read to its end. */
export function assemble(shell: Shell, plan: PlanText, flow: Flow): PlanIR {
  const { variables } = globalScope(shell);
  const settings: Record<string, SettingValue> = {};
  const dynamic: Record<string, Dynamic> = {};
  for (const name of shell.recorder.spans.keys()) {
    const value = variables.get(name)?.value;
    if (value === undefined || value.kind === "unset") continue;
    if (value.kind === "unknown") dynamic[name] = value.cause;
    else settings[name] = plainValue(value) ?? "";
  }
  return finish(shell, plan, { settings, dynamic, diagnostics: loadFailure(shell, plan, flow) });
}

/** The IR of a plan of whose end nothing is known but what its text names. */
export function assembleAbandoned(shell: Shell, plan: PlanText, cause: Cause): PlanIR {
  const named = new Set<string>([...settingNames, ...shell.recorder.spans.keys()]);
  collectNames(shell, plan.script, named, new Set());
  // `eval` and its like may assign to what only a quoted text names.
  for (const [name] of plan.source.text.matchAll(/\bpkg_\w+(?=:?\+?=|\[)/g)) named.add(name);
  const dynamic = Object.fromEntries([...named].map((name) => [name, cause]));
  for (const node of plan.script.commands) collectFunctions(shell, plan.source, node);
  return finish(shell, plan, { settings: {}, dynamic, diagnostics: [] });
}

/** Every `pkg_*` that a text names, and the files that it sources as far as they can be found. */
function collectNames(shell: Shell, node: SyntaxNode, names: Set<string>, seen: Set<string>): void {
  if (node.type === "Assignment" && node.name.startsWith("pkg_")) names.add(node.name);
  if (node.type === "Word" && /^pkg_\w+$/.test(node.value)) names.add(node.value);
  if (node.type === "Command" && (node.name?.text === "source" || node.name?.text === ".")) {
    const [file] = node.suffix;
    // The folders before the name need a shell to know: the name is looked for around the plan.
    const name = file?.type === "Word" ? file.text.replace(/["']/g, "") : "";
    for (const path of [name, name.replace(/^\$(\(.*\)|\{?\w+\}?)\//, "")]) {
      const text = seen.has(path) || seen.size > 50 ? undefined : readAround(shell, path);
      seen.add(path);
      if (text !== undefined) collectNames(shell, shell.parse(text), names, seen);
    }
  }
  forEachChild(node, (child) => collectNames(shell, child, names, seen));
}

function readAround(shell: Shell, path: string): string | undefined {
  const { state } = shell;
  shell.state = { ...state, directory: shell.context, written: undefined };
  const text = readText(shell, path);
  shell.state = state;
  return typeof text === "string" ? text : undefined;
}

/** The functions that a text defines outside of other functions. */
function collectFunctions(shell: Shell, source: SourceText, node: SyntaxNode): void {
  if (node.type === "Function") {
    const { functions } = shell.state;
    const name = node.name.value;
    if (!functions.has(name)) functions.set(name, { node, source, file: undefined });
    return;
  }
  forEachChild(node, (child) => collectFunctions(shell, source, child));
}

function finish(
  shell: Shell,
  plan: PlanText,
  found: {
    settings: Record<string, SettingValue>;
    dynamic: Record<string, Dynamic>;
    diagnostics: readonly Diagnostic[];
  },
): PlanIR {
  const callbacks: Record<string, CallbackIR> = {};
  for (const [name, entry] of shell.state.functions) {
    const { source, node } = definitionOf(entry);
    callbacks[name] = { span: spanOf(source, node), language: "bash" };
  }
  const spans: Record<string, readonly Span[]> = {};
  for (const [name, places] of shell.recorder.spans) spans[name] = places.toReversed();
  return {
    ir: irVersion,
    kind: "plan.sh",
    plan: { file: plan.file, context: plan.file.slice(0, plan.file.lastIndexOf("/")) || "/" },
    settings: found.settings,
    dynamic: found.dynamic,
    callbacks,
    spans,
    reads: [...shell.recorder.reads]
      .filter((name) => isName(name) && !name.startsWith("pkg_"))
      .sort(),
    files: [...shell.files.read].filter((file) => file !== plan.file).sort(),
    diagnostics: [...shell.recorder.diagnostics, ...found.diagnostics],
  };
}

/** What is wrong with a plan that certainly does not load. */
function loadFailure(shell: Shell, plan: PlanText, flow: Flow): Diagnostic[] {
  const { status } = shell.state;
  if (flow?.kind === "exit") {
    const cause = flow.stops;
    return [
      {
        code: "plan-load-failed",
        severity: "error",
        message:
          cause === undefined
            ? "the plan exits while it is loaded"
            : `the plan ends while it is loaded: it ${cause.reason}`,
        hint: "a plan that needs a variable of the environment gets it with `--env NAME=VALUE`",
        spans: cause === undefined ? [] : [cause.span],
      },
    ];
  }
  if (isUnknown(status) || status === 0) return [];
  const last = plan.script.commands.at(-1);
  return [
    {
      code: "plan-load-failed",
      severity: "error",
      message: "the last command of the plan fails, and with it the loading of the plan",
      hint: "end the plan with a command that succeeds, such as `true`",
      spans: last === undefined ? [] : [spanOf(plan.source, last)],
    },
  ];
}
