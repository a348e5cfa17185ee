/**
 * The compiler and linker variables that direct dependencies bring along.
 *
 * Source: plan-build. Only direct dependencies count: what a package compiles or links with,
 * its plan must name.
 */
import type { Package } from "./package.ts";

/** The part of a package that flags need. */
type Flags = Pick<Package, "text">;

interface FlagSpec {
  /** The metadata files, of which each dependency gives the first that it has. */
  readonly files: readonly string[];
  readonly join: " " | ":";
}

const flagVariables = {
  CFLAGS: { files: ["CFLAGS"], join: " " },
  CPPFLAGS: { files: ["CPPFLAGS", "CFLAGS"], join: " " },
  CXXFLAGS: { files: ["CXXFLAGS", "CFLAGS"], join: " " },
  LDFLAGS: { files: ["LDFLAGS"], join: " " },
  PKG_CONFIG_PATH: { files: ["PKG_CONFIG_PATH"], join: ":" },
} as const satisfies Record<string, FlagSpec>;

/** A variable that a build sets for compilers and linkers. */
export type FlagVariable = keyof typeof flagVariables | "LD_RUN_PATH";

/** What the flags follow from. */
export interface FlagSources {
  /** The package's own library folders, below its future prefix. */
  readonly libDirs: readonly string[];
  /** The direct run dependencies. */
  readonly deps: readonly Flags[];
  /** The direct build dependencies, then the direct run dependencies. */
  readonly allDeps: readonly Flags[];
  /** The values that the plan gave the variables; what dependencies bring comes behind them. */
  readonly current: Readonly<Partial<Record<string, string>>>;
}

/**
 * @returns The variables to export; one without a value is absent. `LD_RUN_PATH` holds the own
 * library folders and those of run dependencies, and replaces what the plan gave.
 */
export function buildFlags(from: FlagSources): Partial<Record<FlagVariable, string>> {
  const flags: Partial<Record<FlagVariable, string>> = {};
  for (const [name, spec] of Object.entries(flagVariables) as [FlagVariable, FlagSpec][]) {
    const parts = [
      from.current[name],
      ...from.allDeps.map((found) => firstText(found, spec.files)),
    ];
    const value = parts.filter(Boolean).join(spec.join);
    if (value !== "") flags[name] = value;
  }
  const folders = [...from.libDirs, ...from.deps.map((found) => found.text("LD_RUN_PATH"))];
  const runPath = folders.filter(Boolean).join(":");
  if (runPath !== "") flags.LD_RUN_PATH = runPath;
  return flags;
}

function firstText(found: Flags, files: readonly string[]): string | undefined {
  for (const file of files) {
    const text = found.text(file);
    if (text !== undefined) return text;
  }
  return undefined;
}
