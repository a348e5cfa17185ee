/** The IR of a plan that was read, as far as that came. */

import { Abandoned } from "../../bash/cause.ts";
import {
  type CallbackIR,
  callbackNames,
  type Diagnostic,
  type Dynamic,
  irVersion,
  isCallbackName,
  isHabcError,
  isSettingName,
  type PlanIR,
  type SettingValue,
  type Span,
  settingNames,
} from "../../ir/index.ts";
import { type Cause, Lost, PlanThrows } from "./cause.ts";
import { type Entry, isUnknown, type Machine, others, unordered, type Value } from "./model.ts";
import { type Place, spanAt } from "./place.ts";
import { nameOf } from "./setting-value.ts";
import {
  type Computed,
  computeSettings,
  type Definition,
  hasVersionCallback,
  withName,
} from "./settings.ts";

/** The plan file, and its folder. */
export interface PlanFile {
  readonly file: string;
  readonly context: string;
}

/** What was found; callbacks and places are absent where the definition could not be read. */
export type Parts = Pick<PlanIR, "settings" | "dynamic" | "diagnostics"> &
  Partial<Pick<PlanIR, "callbacks" | "spans">>;

export function finish(machine: Machine, plan: PlanFile, parts: Parts): PlanIR {
  return {
    ir: irVersion,
    kind: "plan.ts",
    plan,
    callbacks: {},
    spans: {},
    ...parts,
    reads: [...machine.reads].sort(),
    files: [...machine.files].filter((file) => file !== plan.file).sort(),
  };
}

/** What the default export says. */
export function assemble(machine: Machine, value: Value, at: Place): Parts {
  if (isUnknown(value)) return unreadable(value.cause);
  const isPlan = typeof value === "object" && value?.kind === "record" && value.isPlan === true;
  if (!isPlan) {
    return failed("the plan's default export is not what `definePlan` returns", [spanAt(at)]);
  }
  const { content } = value.fields;
  if (isUnknown(content)) return unreadable(content.cause);
  const named = { callbacks: callbacksOf(content), spans: spansOf(content) };
  const wrong = wrongNames(content, at);
  if (wrong.length > 0) return { ...unreadable(causeOf(wrong)), ...named, diagnostics: wrong };
  try {
    const computed = withName(computeSettings(machine, content, at));
    return { ...split(computed), ...named, diagnostics: [] };
  } catch (thrown) {
    return { ...givenUp(thrown), ...named };
  }
}

/** Settings that are known, and those that are not. */
function split(computed: Computed): Pick<Parts, "settings" | "dynamic"> {
  const settings: Record<string, SettingValue> = {};
  const dynamic: Record<string, Dynamic> = {};
  for (const [name, value] of computed) {
    if (isUnknown(value)) dynamic[name] = value.cause;
    else settings[name] = value;
  }
  return { settings, dynamic };
}

/** Names of entries that are no properties. */
const hidden = new Set([others, unordered]);

function wrongNames(content: Definition, at: Place): Diagnostic[] {
  return [...content].flatMap(([name, { value, places }]) => {
    const wrong = hidden.has(name) ? undefined : wrongEntry(name, value);
    return wrong === undefined ? [] : [loadFailure(wrong, [spanAt(places[0] ?? at)])];
  });
}

function wrongEntry(name: string, value: Value): string | undefined {
  const isCallback = isCallbackName(name);
  if (!isSettingName(name) && !isCallback) return `\`${name}\` is neither a setting nor a callback`;
  if (value === null) return `\`${name}\` is null; leave it out instead`;
  if (isSettingName(name) || isCallbackBody(value)) return undefined;
  return `\`${name}\` must be a function or a text of bash, and is ${nameOf(value)}`;
}

/** Whether a value can be a callback as far as it is known. */
function isCallbackBody(value: Value): boolean {
  if (value === undefined || typeof value === "string" || isUnknown(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  if (value.kind !== "record") return value.kind === "closure" || value.kind === "host";
  const { content } = value.fields;
  return isUnknown(content) || content.has("bash") || content.has(others);
}

function causeOf([first]: readonly Diagnostic[]): Cause {
  const start = { line: 1, column: 1 };
  const span = first?.spans[0] ?? { file: "", start, end: start };
  return { reason: "is part of a plan that cannot be loaded", span };
}

/** The callbacks of a definition: what is not undefined. */
function callbacksOf(content: Definition): Record<string, CallbackIR> {
  const found = callbackNames.flatMap((name): [string, CallbackIR][] => {
    const entry = content.get(name);
    if (entry === undefined || entry.value === undefined) return [];
    if (name === "pkg_version" && !hasVersionCallback(content)) return [];
    const [place] = entry.places;
    const span = place === undefined ? {} : { span: spanAt(place) };
    return [[name, { ...span, language: languageOf(entry) }]];
  });
  return Object.fromEntries(found);
}

function languageOf({ value }: Entry): CallbackIR["language"] {
  if (typeof value === "string") return "bash";
  const isText = typeof value === "object" && value?.kind === "record";
  const content = isText ? value.fields.content : undefined;
  return content !== undefined && !isUnknown(content) && content.has("bash")
    ? "bash"
    : "typescript";
}

function spansOf(content: Definition): Record<string, readonly Span[]> {
  const found = settingNames.flatMap((name): [string, readonly Span[]][] => {
    const entry = content.get(name);
    if (entry === undefined || entry.places.length === 0) return [];
    if (name === "pkg_version" && hasVersionCallback(content)) return [];
    return [[name, entry.places.map(spanAt)]];
  });
  return Object.fromEntries(found);
}

/** Nothing is known of what the plan sets. */
export function unreadable(cause: Cause): Parts {
  const dynamic = Object.fromEntries(settingNames.map((name) => [name, cause]));
  return { settings: {}, dynamic, diagnostics: [] };
}

/** The IR of a plan whose reading came to an end before its own. */
export function givenUp(thrown: unknown): Parts {
  if (thrown instanceof PlanThrows) {
    const { reason, span } = thrown.cause;
    const diagnostics = [loadFailure(`the plan cannot be loaded: it ${reason}`, [span])];
    return { ...unreadable(thrown.cause), diagnostics };
  }
  if (isHabcError(thrown)) {
    const { diagnostic } = thrown;
    return { ...unreadable(causeOf([diagnostic])), diagnostics: [diagnostic] };
  }
  if (thrown instanceof Lost || thrown instanceof Abandoned) return unreadable(thrown.cause);
  throw thrown;
}

function failed(message: string, spans: readonly Span[]): Parts {
  const diagnostics = [loadFailure(message, spans)];
  return { ...unreadable(causeOf(diagnostics)), diagnostics };
}

function loadFailure(message: string, spans: readonly Span[]): Diagnostic {
  return { code: "plan-load-failed", severity: "error", message, spans };
}
