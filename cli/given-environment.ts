import { HabcError } from "../compiler/ir/index.ts";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string>>;

/**
 * Reads the values of `--env`.
 *
 * @throws HabcError `usage` where one is no NAME=VALUE.
 */
export function givenEnvironment(pairs: readonly string[]): Environment {
  const entries = pairs.map((pair) => {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/.exec(pair) ?? [];
    if (name !== undefined && value !== undefined) return [name, value] as const;
    // The value may be a secret that stands in the wrong place.
    throw new HabcError("usage", "`--env` needs a NAME=VALUE", {
      hint: "a name is letters, digits and underscores, and does not begin with a digit",
    });
  });
  return Object.fromEntries(entries);
}
