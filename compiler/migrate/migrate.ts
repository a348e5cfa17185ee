import type { ParseCache } from "../bash/index.ts";
import { spanOf } from "../bash/text/source-text.ts";
import {
  type CallbackName,
  type Diagnostic,
  HabcError,
  type SettingName,
  type Span,
  settingNames,
} from "../ir/index.ts";
import { earlyVersion } from "./callbacks/early-version.ts";
import { effectsOf } from "./callbacks/effects.ts";
import { type PlanFile, planFile } from "./plan-file.ts";
import { assignments, type Outline } from "./reading/outline.ts";
import type { Reading } from "./reading/reading.ts";
import { readScenarios, type Scenarios } from "./reading/scenarios.ts";

/** What to migrate. */
export interface MigrateOptions {
  /** The path of the `plan.sh`. */
  readonly file: string;
  readonly target: string;
  /** The folder given to build, where it is not the one that the plan file's place implies. */
  readonly source?: string;
  /** Shared by the plans of one run. */
  readonly cache?: ParseCache;
}

/** A callback of the plan.ts. */
export interface MigratedCallback {
  readonly name: CallbackName;
  /** Why it stays bash; nothing where it is TypeScript. */
  readonly reason?: string;
}

/** A plan.ts for a plan.sh. */
export interface Migration {
  /** The text of the plan.ts. */
  readonly text: string;
  /** What is left to do by hand, as errors, and what was left out, as information. */
  readonly diagnostics: readonly Diagnostic[];
  /** The settings and callbacks that are left to do by hand. */
  readonly missing: readonly string[];
  readonly callbacks: readonly MigratedCallback[];
  /** How the plan.sh was read: once for each environment that it tells apart. */
  readonly scenarios: Scenarios;
}

/**
 * Writes a plan as TypeScript, without running a line of it. Values are what bash would set; a
 * callback becomes a method where that means exactly the same, else it keeps its bash text.
 *
 * @throws {HabcError} `plan-not-found`, `plan-syntax`; `migrate-by-hand` for bytes that are no
 *   UTF-8, which no plan.ts can hold.
 */
export function migratePlan(options: MigrateOptions): Migration {
  const scenarios = readScenarios({ cache: new Map(), ...options });
  const file = planFile(scenarios);
  const [{ reading }] = scenarios.all;
  refuseBytes(reading, file.text);
  return {
    text: file.text,
    diagnostics: [
      ...byHand(reading, file),
      ...required(reading, file),
      ...earlyVersion(reading, file.callbacks),
      ...leftOut(reading, file),
    ],
    missing: [
      ...Object.keys(reading.ir.dynamic),
      ...file.callbacks.refused.map(({ name }) => name),
    ],
    callbacks: file.callbacks.properties.map(({ name, reason }) => ({
      name,
      ...(reason === undefined ? {} : { reason }),
    })),
    scenarios,
  };
}

function byHand(reading: Reading, file: PlanFile): Diagnostic[] {
  const { ir, functions } = reading;
  const todo = (message: string, spans: readonly Span[]): Diagnostic => ({
    code: "migrate-by-hand",
    severity: "error",
    message,
    hint: "the plan.ts has no equal to it; write one by hand",
    spans,
  });
  return [
    ...ir.diagnostics.filter(({ severity }) => severity === "error"),
    ...unknown(reading, file).map(({ names, reason, span }) => {
      const [first, ...others] = names;
      const and = others.length === 0 ? " is" : ` and ${others.length} other settings are`;
      const message = `\`${first}\`${and} not known without running the plan: it ${reason}`;
      return todo(message, span ? [span] : []);
    }),
    ...file.callbacks.refused.map(({ name, reason }) => {
      const fn = functions.get(name);
      const spans = fn === undefined ? [] : [spanOf(fn.source, fn.node.name)];
      return todo(`\`${name}\` ${reason}, which no callback of a plan.ts can do`, spans);
    }),
    ...file.callbacks.stuck.map((name) => {
      const fn = functions.get(name);
      const spans =
        fn === undefined ? placesOf(file.outline, name) : [spanOf(fn.source, fn.node.name)];
      return todo(`\`${name}\` depends on what only running the plan shows`, spans);
    }),
    ...file.callbacks.left.map(({ source, node }) =>
      todo("the plan runs a command while it is loaded", [spanOf(source, node)]),
    ),
  ];
}

/** Bytes that are no text are halves of pairs in what was read. */
const noText = /\p{Surrogate}/u;

function refuseBytes({ source, ir }: Reading, text: string): void {
  if (!noText.test(text)) return;
  const lines = source.text.split("\n");
  const line = lines.findIndex((one) => noText.test(one));
  const { file } = ir.plan;
  const at = { line: line + 1, column: (lines[line]?.search(noText) ?? 0) + 1 };
  throw new HabcError("migrate-by-hand", `${file} holds bytes that are no UTF-8`, {
    hint: "convert it first, such as with `iconv -f latin1 -t utf-8`",
    spans: line < 0 ? [] : [{ file, start: at, end: { ...at, column: at.column + 1 } }],
  });
}

/** The settings that the types of a plan.ts ask for. */
function required({ ir }: Reading, { callbacks }: PlanFile): Diagnostic[] {
  const has = (name: SettingName) =>
    ir.settings[name] !== undefined ||
    name in ir.dynamic ||
    callbacks.properties.some((one) => one.name === name);
  const missing = (["pkg_name", "pkg_version"] as const).filter((name) => !has(name));
  return missing.map((name) => ({
    code: "migrate-by-hand",
    severity: "warning",
    message: `the plan sets no \`${name}\`, which the types of a plan.ts ask for`,
    spans: [],
  }));
}

interface Unknown {
  readonly names: SettingName[];
  readonly reason: string;
  readonly span?: Span | undefined;
}

/** The settings that cannot be known, by what hides them. */
function unknown({ ir }: Reading, { dynamic }: PlanFile): readonly Unknown[] {
  const groups = new Map<string, Unknown>();
  const names = settingNames.filter((name) => name in ir.dynamic);
  for (const name of new Set([...dynamic, ...names])) {
    const { reason, span } = ir.dynamic[name] ?? { reason: "is set elsewhere" };
    const key = JSON.stringify([reason, span]);
    const group = groups.get(key) ?? { names: [], reason, span };
    group.names.push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Variables and functions that nothing of the plan uses. */
function leftOut(reading: Reading, { outline, callbacks }: PlanFile): Diagnostic[] {
  const { functions, variables } = reading;
  // A scaffolding may read whatever the plan sets, so all of it is kept.
  if (reading.ir.settings.pkg_scaffolding) return [];
  const read = new Set<string>();
  for (const { node } of outline.items)
    for (const name of effectsOf(node).mentioned) read.add(name);
  const note = (message: string, spans: readonly Span[]): Diagnostic => ({
    code: "migrate-left-out",
    severity: "info",
    message,
    spans,
  });
  const unread = [...variables].filter(([name, { exported }]) => !exported && !read.has(name));
  return [
    ...unread.map(([name]) =>
      note(`\`${name}\` is no setting, and nothing reads it`, placesOf(outline, name)),
    ),
    ...callbacks.unused.map((name) => {
      const fn = functions.get(name);
      return note(
        `nothing calls \`${name}\``,
        fn === undefined ? [] : [spanOf(fn.source, fn.node.name)],
      );
    }),
  ];
}

function placesOf({ items }: Outline, name: string): Span[] {
  return items.flatMap(({ source, node }) =>
    assignments(node).flatMap((one) => (one.name === name ? [spanOf(source, one)] : [])),
  );
}
