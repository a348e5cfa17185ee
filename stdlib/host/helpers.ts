/** The helpers that need no driver. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { findDependency, interpreterOf } from "../dependencies.ts";
import type { Helpers } from "../generated/context.ts";
import type { Knowledge } from "./knowledge.ts";
import { say } from "./output.ts";
import { PlanError } from "./plan-error.ts";

type Native = Pick<
  Helpers<string, string>,
  | "abspath"
  | "build_line"
  | "debug"
  | "exists"
  | "exit_with"
  | "join_by"
  | "pkg_interpreter_for"
  | "pkg_path_for"
  | "trim"
  | "warn"
>;

/** @param end Told of an `exit_with`, which ends the build even where the plan catches it. */
export function nativeHelpers(knowledge: Knowledge, end: (error: PlanError) => void): Native {
  const name = () => String(knowledge.read("pkg_name"));
  const paths = (list: string) => knowledge.read(list) as readonly string[];

  function found(helper: string, list: string, query: string): string {
    const path = findDependency(paths(list), query);
    if (path !== undefined) return path;
    say("warning", name(), `${helper}: no package for '${query}' is among the dependencies`);
    say("warning", name(), `The dependencies are: ${paths(list).join(" ") || "none"}`);
    throw new PlanError(`${helper} ${query}`);
  }

  return {
    pkg_path_for: (query) => found("pkg_path_for", "pkg_all_deps_resolved", query),
    pkg_interpreter_for(query, interpreter) {
      const path = found("pkg_interpreter_for", "pkg_deps_resolved", query);
      const line = interpreterOf(path, interpreter);
      if (line !== undefined) return line;
      say("warning", name(), `pkg_interpreter_for: ${path} offers no interpreter '${interpreter}'`);
      throw new PlanError(`pkg_interpreter_for ${query} ${interpreter}`);
    },
    abspath(path) {
      if (existsSync(path)) return resolve(path);
      throw new PlanError(`abspath: ${path} does not exist`, 127, `abspath ${path}`);
    },
    // As bash sees it: programs, builtins and keywords.
    exists: (command) =>
      spawnSync("bash", ["-c", 'command -v -- "$1"', "bash", command]).status === 0,
    trim: (text) => text.trim(),
    join_by: (separator, ...items) => items.join([...separator][0] ?? ""),
    build_line: (text) => say("info", name(), text),
    warn: (text) => say("warning", name(), text),
    debug: (text) => {
      if (process.env["DEBUG"]) say("debug", name(), text);
    },
    exit_with(text, status = 1) {
      say("error", name(), text);
      const error = new PlanError(text, status);
      end(error);
      throw error;
    },
  };
}
