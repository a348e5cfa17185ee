/** What each function of a plan does to the others. */
import { type CallbackName, callbackNames, isCallbackName } from "../../ir/index.ts";
import type { Reading } from "../reading/reading.ts";
import { type Effects, effectsOf, unite } from "./effects.ts";

/** The functions of a plan with all that they call. */
export interface Summaries {
  /** The callbacks that the plan defines and a build calls, in its order. */
  readonly callbacks: readonly CallbackName[];
  /** The effects of a function and of those that it calls. */
  effects(name: string): Effects;
  /** The functions of the plan that a function calls, directly or through others. */
  reached(name: string): ReadonlySet<string>;
}

export function summarize(reading: Reading): Summaries {
  const own = new Map(
    [...reading.functions].map(([name, { node }]) => [name, effectsOf(node.body)]),
  );

  function reached(name: string): ReadonlySet<string> {
    const found = new Set<string>();
    const visit = (one: string) => {
      for (const called of own.get(one)?.calls ?? []) {
        if (!own.has(called) || found.has(called)) continue;
        found.add(called);
        visit(called);
      }
    };
    visit(name);
    return found;
  }

  function effects(name: string): Effects {
    const all = [name, ...reached(name)].flatMap((one) => own.get(one) ?? []);
    return unite(all);
  }

  const defined = callbackNames.filter((name) => isCallbackName(name) && own.has(name));
  const { pkg_version, pkg_scaffolding } = reading.ir.settings;
  // A version that the plan sets is computed only where something asks for that.
  const isComputed =
    !pkg_version ||
    Boolean(pkg_scaffolding) ||
    defined.some((name) => effects(name).calls.has("update_pkg_version"));

  return {
    callbacks: defined.filter((name) => name !== "pkg_version" || isComputed),
    effects,
    reached,
  };
}

/** Variables that commands find in their environment. */
export function environmentNames(
  summaries: Summaries,
  exported: readonly string[],
): ReadonlySet<string> {
  const known = ["HOME", "LANG", "LC_ALL", "PATH", "SHELL", "TERM", "TMPDIR", "TZ", "USER"];
  const named = summaries.callbacks.flatMap((name) => [...summaries.effects(name).exported]);
  return new Set([...known, ...named, ...exported]);
}
