import { readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { type ParsedScript, parse } from "unbash";
import { HabcError, type PlanIR } from "../ir/index.ts";
import { evaluateArithmetic } from "./arithmetic/arithmetic.ts";
import { assemble, assembleAbandoned, type PlanText } from "./assemble.ts";
import { createBudget, limits } from "./budget.ts";
import { Abandoned, type Cause, Lost } from "./cause.ts";
import { discard } from "./commands/channel.ts";
import { redirect } from "./commands/redirect.ts";
import { runNode, runStatements } from "./commands/statements.ts";
import { readableFolder } from "./files/repository.ts";
import { createRecorder } from "./recorder.ts";
import type { Flow, Shell } from "./shell.ts";
import { withFrame } from "./state/fork.ts";
import { initialState } from "./state/initial.ts";
import type { Variable } from "./state/value.ts";
import { globalScope } from "./state/variables.ts";
import { positionAt, type SourceText } from "./text/source-text.ts";
import { firstFault } from "./text/syntax.ts";
import { decodeBytes } from "./text/text.ts";

/** Parsed texts, which the plans of one run share: many source the same file. */
export type ParseCache = Map<string, ParsedScript>;

/** What to read, and the environment to read it in. */
export interface CompileBashOptions {
  /** The path of the `plan.sh`. */
  readonly file: string;
  /** The platform; `x86_64-linux` unless given. */
  readonly target?: string;
  /** The environment variables that are set. All others are unset. */
  readonly env?: Readonly<Record<string, string>>;
  /** The folder given to build, where it is not the one that the plan file's place implies. */
  readonly source?: string;
  /** The folder below which the plan may read files: its repository unless given. */
  readonly root?: string;
  readonly cache?: ParseCache;
}

/**
 * Says what a `plan.sh` sets, without running anything.
 *
 * @returns the IR. A setting that depends on something that only running the plan shows is in
 *   `dynamic`; a plan that certainly fails to load has an error among its `diagnostics`.
 * @throws {HabcError} `plan-not-found` where the file cannot be read, `plan-syntax` where bash
 *   could not read it
 * @example
 * compileBashPlan({ file: "redis/plan.sh" }).settings.pkg_name; // "redis"
 */
export function compileBashPlan(options: CompileBashOptions): PlanIR {
  return readBashPlan(options).ir;
}

/** What is known of a plan beside its IR. */
export interface BashReading {
  readonly ir: PlanIR;
  /** The text of the plan file and its syntax. */
  readonly plan: PlanText;
  /** The shell at the end of the plan, or where reading it was given up. */
  readonly shell: Shell;
  /** The global variables as the plan found them. */
  readonly before: ReadonlyMap<string, Variable>;
}

/**
 * Reads a plan as `compileBashPlan` does, for those who want to know more than its settings.
 *
 * @throws {HabcError} as `compileBashPlan`
 */
export function readBashPlan(options: CompileBashOptions): BashReading {
  const file = path.resolve(options.file);
  const target = options.target ?? "x86_64-linux";
  const source: SourceText = { file: options.file, text: readPlan(options.file) };
  const cache = options.cache ?? new Map();
  const script = parseChecked(source, cache);
  const shell = createShell(options, file, target, source, cache);
  const plan = { file, script, source };
  const before = new Map(globalScope(shell).variables);
  let flow: Flow;
  try {
    flow = withFrame(shell, "plan", () => shell.run(shell, script.commands));
  } catch (thrown) {
    const cause = causeToGiveUp(thrown, shell);
    return { ir: assembleAbandoned(shell, plan, cause), plan, shell, before };
  }
  return { ir: assemble(shell, plan, flow), plan, shell, before };
}

function causeToGiveUp(thrown: unknown, shell: Shell): Cause {
  if (thrown instanceof Lost || thrown instanceof Abandoned) return thrown.cause;
  // What is nested too deeply for the engine's own stack.
  if (thrown instanceof RangeError && /stack/i.test(thrown.message)) {
    return { reason: "nests commands very deeply", span: shell.here };
  }
  throw thrown;
}

function readPlan(file: string): string {
  try {
    const bytes = readFileSync(file);
    if (bytes.length > limits.file) {
      throw new HabcError("plan-load-failed", `${file} has more than four megabytes`);
    }
    return decodeBytes(bytes);
  } catch (error) {
    if (error instanceof HabcError) throw error;
    throw new HabcError("plan-not-found", `cannot read ${file}`, { cause: error });
  }
}

/** Parses a text once. */
function parseCached(text: string, cache: ParseCache): ParsedScript {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const script = parse(text);
  if (cache.size > 5000) cache.clear();
  cache.set(text, script);
  return script;
}

function parseChecked(source: SourceText, cache: ParseCache): ParsedScript {
  const nul = source.text.indexOf("\0");
  if (nul >= 0) throw syntaxError(source, nul, "the plan has a NUL byte: it is not a text file");
  const script = parseCached(source.text, cache);
  const fault = firstFault(script, source.text);
  if (fault !== undefined) throw syntaxError(source, fault.pos, fault.message);
  return script;
}

function syntaxError(source: SourceText, at: number, message: string): HabcError {
  const start = positionAt(source, at);
  const end = positionAt(source, Math.min(at + 1, source.text.length));
  return new HabcError("plan-syntax", message, {
    spans: [{ file: source.file, start, end: end.line === start.line ? end : start }],
    hint: "`bash -n` on the file shows what bash makes of it",
  });
}

function createShell(
  options: CompileBashOptions,
  file: string,
  target: string,
  source: SourceText,
  cache: ParseCache,
): Shell {
  const context = path.dirname(file);
  const begin = { file: source.file, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const env = options.env ?? {};
  const root = realpathSync(options.root ?? readableFolder(context));
  const given =
    options.source === undefined ? sourceFolder(context, target) : path.resolve(options.source);
  return {
    state: initialState({ target, context, source: given, file: path.basename(file), env, begin }),
    uncertain: 0,
    doubt: undefined,
    frames: [],
    calls: [{ file, name: "source" }],
    channels: new Map([
      [1, discard],
      [2, discard],
    ]),
    source,
    here: begin,
    tested: 0,
    testedAround: true,
    subshells: 0,
    substituted: undefined,
    budget: createBudget(),
    path: env["PATH"] || undefined,
    context,
    files: { root, read: new Set() },
    recorder: createRecorder(Object.keys(env)),
    run: runStatements,
    runNode,
    calculate: evaluateArithmetic,
    redirect,
    parse: (text) => parseCached(text, cache),
  };
}

/** The folder that a build is given for a plan in this place. */
function sourceFolder(context: string, target: string): string {
  const outer = path.basename(context) === target ? path.dirname(context) : context;
  return path.basename(outer) === "habitat" ? path.dirname(outer) : outer;
}
