/** What a plan holds that no one value can stand for. */
import { effectsOf } from "../callbacks/effects.ts";
import type { OwnVariable, PlanFunction, Reading } from "./reading.ts";
import type { Scenarios } from "./scenarios.ts";

/** Names of the plan's own variables and functions. */
export interface Unsettled {
  /** Variables that only running the plan shows, or that differ between environments. */
  readonly variables: ReadonlySet<string>;
  /** Functions of which there is another one, or none, in some environment. */
  readonly functions: ReadonlySet<string>;
  /** Variables that functions assign: what they hold while the plan is loaded they do not keep. */
  readonly assigned: ReadonlySet<string>;
}

export function unsettledIn({ all, probes }: Scenarios): Unsettled {
  const [{ reading: base }, ...others] = all;
  const readings = [...others, ...probes].map(({ reading }) => reading);
  const hidden = [...base.variables].filter(([, { value }]) => value === undefined);
  return {
    variables: new Set([
      ...hidden.map(([name]) => name),
      ...placesOfSource(base),
      ...differing(base, readings, ({ variables }) => variables, sameVariable),
    ]),
    functions: new Set(differing(base, readings, ({ functions }) => functions, sameFunction)),
    assigned: new Set(
      [...base.functions.values()].flatMap(({ node }) => [...effectsOf(node.body).assigned]),
    ),
  };
}

/** Variables made of where the source is while the plan is loaded, which is elsewhere later. */
function placesOfSource({ ir, script, variables }: Reading): string[] {
  if (ir.settings.pkg_source === undefined) return [];
  return script.commands.flatMap(({ command }) => {
    if (command.type === "Function") return [];
    const { mentioned, assigned } = effectsOf(command);
    if (!mentioned.has("SRC_PATH") && !mentioned.has("CACHE_PATH")) return [];
    return [...assigned].filter((name) => variables.has(name));
  });
}

function differing<Value>(
  base: Reading,
  others: readonly Reading[],
  of: (reading: Reading) => ReadonlyMap<string, Value>,
  same: (one: Value, other: Value) => boolean,
): string[] {
  return others.flatMap((other) => {
    const names = new Set([...of(base).keys(), ...of(other).keys()]);
    return [...names].filter((name) => {
      const [one, two] = [of(base).get(name), of(other).get(name)];
      return one === undefined || two === undefined || !same(one, two);
    });
  });
}

function sameVariable(one: OwnVariable, other: OwnVariable): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function sameFunction(one: PlanFunction, other: PlanFunction): boolean {
  return one.source.file === other.source.file && one.node.pos === other.node.pos;
}
