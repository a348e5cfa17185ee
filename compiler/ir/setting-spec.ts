/**
 * How a setting is declared. The tables of settings are data in this form; the IR's JSON
 * schema, the TypeScript types of a `plan.ts`, the reference page and the checks are made
 * from them.
 */

/** The shapes a setting's value can have: a bash scalar, an indexed or an associative array. */
export type SettingType = "string" | "list" | "map";

/** A setting's value in the IR. */
export type SettingValue = string | string[] | Record<string, string>;

/** The headings under which the reference page lists settings. */
export type SettingGroup = "general" | "build" | "service" | "composite";

/** What a text has to look like, beyond being a text. */
export interface TextRule {
  /** Anchored regular expression (ECMAScript, and valid in JSON schema). */
  readonly pattern: string;
  /** Completes "expected …" in an error message. */
  readonly expected: string;
}

/** One `pkg_*` setting. */
export interface SettingSpec {
  readonly type: SettingType;
  readonly group: SettingGroup;
  /** One or two sentences of Markdown for the reference page and the editor. */
  readonly doc: string;
  /** The value as a plan author would write it in a `plan.ts`, as TypeScript source. */
  readonly example: string;
  /** The value in force when the plan sets none. A text may name other settings: `$pkg_name`. */
  readonly default?: SettingValue;
  /** In words, where the default is computed from something that is no setting. */
  readonly defaultDoc?: string;
  /** Why and when a plan must set it. Absent: optional. */
  readonly required?: string;
  /** The rule for the text, for each item of a list, or for each value of a map. */
  readonly rule?: TextRule;
  /** The values of a map are words, which a `plan.ts` may also give as a list. */
  readonly words?: true;
  /** The rule for the keys of a map. */
  readonly keyRule?: TextRule;
  /**
   * The type in a `plan.ts`, as TypeScript source, where it is not the usual one of `type`: a
   * text or a function of the other settings, a list of texts, a map of texts. It may name the
   * types of `stdlib/` and the type parameters of the interface that is made from the table.
   */
  readonly typescript?: string;
}
