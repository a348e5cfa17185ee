/** What counts for how much, as a configuration says. */

import type { Diagnostic, Severity } from "../ir/index.ts";
import { matchesGlob } from "./glob.ts";

/** How grave the findings of a code are; `off`: there are none. */
export type Level = Severity | "off";

/** A configuration that was read. */
export interface CheckConfig {
  /** The folder that its patterns are relative to. */
  readonly root: string;
  readonly rules: Readonly<Record<string, Level>>;
  /** For files that fit one of the patterns; a later one wins. */
  readonly overrides: readonly {
    readonly paths: readonly string[];
    readonly rules: Readonly<Record<string, Level>>;
  }[];
  /** Plans in folders that fit one of these patterns are not looked at. */
  readonly ignore: readonly string[];
}

/** @returns The finding at the level that it is given, or undefined where it is off. */
export function leveled(
  found: Diagnostic,
  config: CheckConfig | undefined,
): Diagnostic | undefined {
  const level = levelOf(found, config) ?? found.severity;
  return level === "off" ? undefined : { ...found, severity: level };
}

/** @returns The level that a configuration gives the findings of a code in a file, if it does. */
export function levelOf(
  { code, spans: [span] }: Pick<Diagnostic, "code" | "spans">,
  config: CheckConfig | undefined,
): Level | undefined {
  if (config === undefined) return undefined;
  const fitting = config.overrides.filter(
    ({ paths }) =>
      span !== undefined && paths.some((path) => matchesGlob(span.file, path, config.root)),
  );
  return (
    fitting.findLast(({ rules }) => Object.hasOwn(rules, code))?.rules[code] ?? config.rules[code]
  );
}
