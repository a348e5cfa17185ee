/** Removing each plan.sh that a plan.ts has replaced, unless another plan needs it. */
import { rm } from "node:fs/promises";
import { dirname, relative } from "node:path";
import type { ParseCache } from "../../../compiler/bash/index.ts";
import type { Diagnostic } from "../../../compiler/ir/index.ts";
import { placeOf, removable, type Sourcing, sourcingIn } from "../../../compiler/migrate/index.ts";
import { repositoryOf, sourceTree } from "../../../compiler/source/source-tree.ts";
import type { CommandContext } from "../../context.ts";

/** Where to look for plans that source one of these. */
interface Place {
  readonly context: Pick<CommandContext, "cwd" | "environment">;
  readonly target: string;
  readonly cache: ParseCache;
}

/**
 * @param files Each plan.sh that is to go.
 * @returns Those that had to stay, and why.
 */
export async function removeReplaced(
  files: readonly string[],
  { context, target, cache }: Place,
): Promise<ReadonlyMap<string, Diagnostic>> {
  const trees = new Map<string, Sourcing>();
  const sourcing = (file: string): Sourcing => {
    const source = dirname(file);
    const { cwd, environment } = context;
    const root = repositoryOf(source) ?? sourceTree({ source }, { cwd, home: environment["HOME"] });
    const known = trees.get(root) ?? sourcingIn(root, target, cache);
    trees.set(root, known);
    return known;
  };
  const places = new Map(files.map((file) => [placeOf(file), file]));
  const { gone, needed } = removable([...places.keys()], sourcing);
  for (const place of gone) await rm(place);
  const named = (file: string) => relative(context.cwd, file);
  return new Map(
    needed.map(({ file, by }) => [places.get(file) ?? file, finding(named(file), by.map(named))]),
  );
}

function finding(file: string, by: readonly string[]): Diagnostic {
  return {
    code: "migrate-sourced",
    severity: "error",
    message: `${file} stays, as ${by.join(", ")} ${by.length === 1 ? "sources" : "source"} it`,
    hint: "migrate all of them in one run",
    spans: [],
  };
}
