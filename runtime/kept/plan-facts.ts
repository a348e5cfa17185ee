/** What decides what the phases of a plan do, so that a change is noticed. */
import { isBefore, isSettingName, type PhaseName, phaseNames } from "../../compiler/ir/index.ts";
import { mayUse, mayUseFile, names, type PhaseTexts } from "./mentions.ts";
import { settingPhases } from "./setting-phases.ts";
import type { HashedState } from "./shell-state.ts";

/** Each part as checksums, by name. */
export interface PlanFacts {
  /** What the shell held when the plan was loaded; for a plan.ts, with its settings. */
  readonly shell: HashedState;
  /** The plan's functions, or the callbacks of a plan.ts. */
  readonly functions: Readonly<Record<string, string>>;
  /** The code of a plan.ts beside its settings and callbacks. */
  readonly outside: string;
  /** The files beside the plan. */
  readonly files: Readonly<Record<string, string>>;
  /** How the build was asked for: its studio, its network … */
  readonly conditions: Readonly<Record<string, string>>;
}

/** Something that is not as it was, and the first phase that may be different for it. */
export interface Effect {
  readonly phase: PhaseName;
  /** Without a full stop: "do_build was changed". */
  readonly why: string;
}

/** What the facts are judged by. */
export interface Judgement {
  readonly texts: PhaseTexts;
  /** Names of the caller's environment: how it differs is no change of the plan. */
  readonly ignored: ReadonlySet<string>;
  /** Variables as bash declares them now. */
  readonly declarations: Readonly<Record<string, string>>;
  /** Whether the plan builds the files beside it, and not what it downloads. */
  readonly buildsContext: boolean;
  /** The file that `do_download` gets. */
  readonly filename: string;
}

/** @returns The effects, those on the first phases first. */
export function effectsOf(before: PlanFacts, now: PlanFacts, judgement: Judgement): Effect[] {
  const found = [
    ...changedNames(before.conditions, now.conditions).map(
      (name): Effect => ({
        phase: "do_begin",
        why: `${name} is ${now.conditions[name] ?? "off"} now`,
      }),
    ),
    ...functionEffects(before, now, judgement),
    ...changedNames(before.shell.variable, now.shell.variable).flatMap((name) =>
      judgement.ignored.has(name) ? [] : variableEffect(name, judgement),
    ),
    ...changedNames(before.files, now.files).flatMap((file) => fileEffect(file, judgement)),
    ...outsideEffect(before, now, judgement),
  ];
  return found.sort((a, b) => phaseNames.indexOf(a.phase) - phaseNames.indexOf(b.phase));
}

/** @returns The names whose values are not the same in both. */
export function changedNames(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => before[name] !== now[name]);
}

function functionEffects(before: PlanFacts, now: PlanFacts, { texts }: Judgement): Effect[] {
  return changedNames(before.functions, now.functions).flatMap((name): Effect[] => {
    const own = phaseNames.find((phase) => phase === name);
    // Nobody calls a callback under a name that is put together.
    const calls = own === undefined ? mayUse : names;
    const caller = firstPhase(texts, (text) => calls(text, name));
    const what = `${name} was ${name in now.functions ? (name in before.functions ? "changed" : "added") : "removed"}`;
    if (own !== undefined && (caller === undefined || !isBefore(caller, own))) {
      return [{ phase: own, why: what }];
    }
    return caller === undefined
      ? []
      : [{ phase: caller, why: `${what}, which ${caller} may call` }];
  });
}

function variableEffect(name: string, { texts, declarations }: Judgement): Effect[] {
  const what = `${name} was changed`;
  // Any program of any phase may read it.
  if (/^declare -\w*x/.test(declarations[name] ?? "")) {
    return [{ phase: "do_begin", why: `${what}, which is exported` }];
  }
  const reader = firstPhase(texts, (text) => mayUse(text, name));
  const own = isSettingName(name) ? (settingPhases[name] ?? "do_end") : undefined;
  if (own !== undefined && (reader === undefined || !isBefore(reader, own))) {
    return [{ phase: own, why: what }];
  }
  return reader === undefined ? [] : [{ phase: reader, why: `${what}, which ${reader} may use` }];
}

/** Copied by the default of `do_build_config`. */
const configFiles = /^(hooks|config|config_install)\/|^default\.toml$/;
const usesEverything = /(^|[\s"'/])\*/m;

function fileEffect(file: string, { texts, buildsContext, filename }: Judgement): Effect[] {
  const what = `${file} was changed`;
  const isConfig = configFiles.test(file);
  const effects: Effect[] = [];
  const reader = firstPhase(
    texts,
    (text) => mayUseFile(text, file) || (buildsContext && usesEverything.test(text)),
  );
  if (reader !== undefined) {
    effects.push({ phase: reader, why: `${what}, which ${reader} may use` });
  }
  if (isConfig) effects.push({ phase: "do_build_config", why: what });
  else if (file === filename) effects.push({ phase: "do_download", why: what });
  else if (buildsContext) effects.push({ phase: "do_prepare", why: `${what}, which is built` });
  const [first, second] = effects;
  if (first === undefined || second === undefined) return effects;
  return [isBefore(second.phase, first.phase) ? second : first];
}

function outsideEffect(before: PlanFacts, now: PlanFacts, { texts }: Judgement): Effect[] {
  const [first] = texts.keys();
  if (before.outside === now.outside || first === undefined) return [];
  return [{ phase: first, why: `code was changed that ${first} may use` }];
}

function firstPhase(texts: PhaseTexts, holds: (text: string) => boolean): PhaseName | undefined {
  return [...texts].find(([, text]) => holds(text))?.[0];
}
