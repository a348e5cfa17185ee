/** How grave findings in the finished package of a plan are: by its repository, itself and the options. */
import { type Lint, parseLevels } from "../../../runtime/linkage/levels.ts";
import type { CommandContext } from "../../context.ts";

/** The options that say it for every plan. */
interface LintOptions {
  readonly strict: boolean;
  readonly lint: readonly string[];
}

/** @returns Gives what counts for a plan file; throws HabcError `config-invalid`. */
export function planLint(
  { strict, lint }: LintOptions,
  { cwd }: Pick<CommandContext, "cwd">,
): (plan: string) => Promise<Lint> {
  const given = parseLevels(lint);
  const loaded = lazily(async () => {
    const { packageLevels } = await import("../../../compiler/check/package-levels.ts");
    const { configurations } = await import("../check/configurations.ts");
    return { packageLevels, configOf: configurations(undefined, cwd) };
  });
  return async (plan) => {
    const { packageLevels, configOf } = await loaded();
    return { strict, levels: new Map([...packageLevels(plan, configOf(plan)), ...given]) };
  };
}

function lazily<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
