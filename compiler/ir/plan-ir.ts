import type { Diagnostic, Span } from "./diagnostic.ts";
import type { SettingName, Settings } from "./settings.ts";

/** The format of the IR; raised when a reader of the old one would misread the new one. */
export const irVersion = 1;

/** Why a setting cannot be known without running the plan. */
export interface Dynamic {
  /** In words, without a full stop: "runs `git describe`". */
  readonly reason: string;
  readonly span: Span;
}

/** One callback of a plan. */
export interface CallbackIR {
  /** Where it is defined. */
  readonly span?: Span;
  /** The language of its body. */
  readonly language: "bash" | "typescript";
}

/**
 * What a plan says: plain JSON, valid against the published schema.
 *
 * In a static IR a setting is in `settings` (known), in `dynamic` (not knowable without
 * running the plan) or in neither (not set). In an evaluated IR `dynamic` is empty.
 */
export interface PlanIR {
  readonly ir: typeof irVersion;
  readonly kind: "plan.sh" | "plan.ts";
  /** The plan file, and the folder that holds it. */
  readonly plan: { readonly file: string; readonly context: string };
  readonly settings: Settings;
  readonly dynamic: { readonly [Name in SettingName]?: Dynamic };
  /** By name: the callbacks, and every other function that the plan defines at its top level. */
  readonly callbacks: Readonly<Record<string, CallbackIR>>;
  /** The places that set each setting, the last one first. */
  readonly spans: { readonly [Name in SettingName]?: readonly Span[] };
  /** The environment variables that the plan's top level reads. */
  readonly reads: readonly string[];
  /** The files it read beside the plan file: sourced, imported or substituted. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}
