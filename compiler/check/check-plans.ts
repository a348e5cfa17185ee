/** Checks the plans of a run. */
import { resolve } from "node:path";
import type { ParseCache } from "../bash/index.ts";
import { linkageDiagnostics } from "../ir/diagnostics/linkage.ts";
import type { Diagnostic, PlanIR } from "../ir/index.ts";
import { hookOfFile } from "../ir/index.ts";
import type { RuleContext } from "./context.ts";
import { openFolder } from "./folder.ts";
import { type KnownPackage, knownPackages } from "./known-packages.ts";
import { type CheckConfig, leveled, levelOf } from "./levels.ts";
import { liveCalls, type Script, scriptsOf, type TextFiles, textFiles } from "./plan-text.ts";
import { rules } from "./rules/index.ts";
import { checkSettingTypes, withDeclaredTypes } from "./setting-types.ts";
import { applySuppressions, readSuppressions, type Suppression } from "./suppressions.ts";

/** What to check, and how. */
export interface CheckRequest {
  readonly plans: readonly PlanIR[];
  /** What reading the plans gave, where it gave no IR. */
  readonly refused?: readonly Diagnostic[];
  /** The texts as the plans were read, so that none is parsed again. */
  readonly cache: ParseCache;
  /** The configuration for a file. */
  readonly configOf?: (file: string) => CheckConfig | undefined;
  /** Looks into the package store. */
  readonly installed?: (ident: string) => KnownPackage | undefined;
}

/** What was found. */
export interface CheckResult {
  /** In the order of files and lines, each once. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many findings a comment suppresses. */
  readonly suppressed: number;
  /** The texts that were checked. */
  readonly files: TextFiles;
}

/** Checks each plan against every rule. Nothing of a plan is run. */
export function checkPlans(request: CheckRequest): CheckResult {
  const { plans, cache, configOf = () => undefined, refused = [], installed } = request;
  const files = textFiles();
  const opened = plans.map((ir) => ({
    ir: withDeclaredTypes(ir),
    folder: openFolder(ir.plan.context, files),
    types: checkSettingTypes(ir),
  }));
  const known = opened.map(({ ir, folder }) => ({
    ir,
    hasRunHook: folder.hooks.some(({ name }) => hookOfFile(name) === "run"),
  }));
  const packages = knownPackages(known, installed);
  const texts = new Map<string, Script | undefined>();
  const found: Diagnostic[] = [...refused];
  // A file that several plans source is the matter of its own plan first.
  const foreign: Diagnostic[] = [];
  for (const { ir, folder, types } of opened) {
    const scripts = scriptsOf(ir, { files, cache });
    const calls = liveCalls(ir, scripts);
    const context: RuleContext = { ir, files, folder, scripts, calls, packages };
    const all = [...ir.diagnostics, ...types, ...rules.flatMap(({ check }) => check(context))];
    for (const each of all) {
      if (isSourced(each, ir)) foreign.push(inPlan(each, ir));
      else found.push(each);
    }
    for (const script of scripts) texts.set(script.source.file, script);
    for (const { source } of folder.templates) texts.set(source.file, undefined);
    if (folder.defaultToml !== undefined) texts.set(folder.defaultToml.file, undefined);
    if (ir.kind === "plan.ts")
      for (const file of [ir.plan.file, ...ir.files]) texts.set(file, undefined);
  }
  const levels = (each: Diagnostic) => leveled(each, configOf(each.spans[0]?.file ?? ""));
  const counted = once([...found, ...foreign]).flatMap((each) => levels(each) ?? []);
  const { valid, findings } = suppressionsOf(texts, files);
  const isOff = ({ code, span }: Suppression) =>
    levelOf({ code: code as Diagnostic["code"], spans: [span] }, configOf(span.file)) === "off";
  // What a plan allows its package only a build can tell the use of.
  const isOfPackage = ({ code, span }: Suppression) =>
    Object.hasOwn(linkageDiagnostics, code) &&
    plans.some(({ plan }) => resolve(plan.file) === resolve(span.file));
  const mayBeAbsent = (each: Suppression) => isOff(each) || isOfPackage(each);
  const { left, unused } = applySuppressions(counted, valid, mayBeAbsent);
  const own = [...findings, ...unused].flatMap((each) => levels(each) ?? []);
  return {
    diagnostics: [...left, ...own].sort(byPlace),
    suppressed: counted.length - left.length,
    files,
  };
}

function suppressionsOf(texts: ReadonlyMap<string, Script | undefined>, files: TextFiles) {
  const all = [...texts].flatMap(([file, script]) => {
    const source = files.read(file);
    if (source === undefined) return [];
    const isComment = (offset: number) =>
      script === undefined || !script.opaque.some(({ pos, end }) => pos <= offset && offset < end);
    return readSuppressions(source, isComment);
  });
  return {
    valid: all.flatMap(({ valid }) => valid),
    findings: all.flatMap(({ findings }) => findings),
  };
}

/** It lies in a file that the plan takes from elsewhere. */
function isSourced({ spans: [span] }: Diagnostic, { plan, files }: PlanIR): boolean {
  return span !== undefined && span.file !== plan.file && files.includes(resolve(span.file));
}

/** Says which plan it is that has the finding. */
function inPlan(found: Diagnostic, { plan: { file } }: PlanIR): Diagnostic {
  const start = { line: 1, column: 1 };
  const label = "in this plan, which sources it";
  return { ...found, spans: [...found.spans, { file, start, end: start, label }] };
}

/** Plans that source the same file have the same findings in it. */
function once(found: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return found.filter(({ code, message, spans: [span] }) => {
    const place =
      span === undefined ? message : `${span.file}:${span.start.line}:${span.start.column}`;
    const key = `${code} ${place} ${message}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function byPlace({ spans: [a] }: Diagnostic, { spans: [b] }: Diagnostic): number {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.start.line - b.start.line || a.start.column - b.start.column;
}
