import { dirname, join, resolve } from "node:path";
import { HabcError, isHabcError } from "../../../compiler/ir/index.ts";
import {
  findStudio,
  holdStudio,
  type LastingStudio,
} from "../../../runtime/studios/lasting-studio.ts";
import { listStudios } from "../../../runtime/studios/listing.ts";
import { removeStudio } from "../../../runtime/studios/remove.ts";
import { findTreeStudio, homeOf } from "../../../runtime/studios/tree-studio.ts";
import type { Invocation, Run } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import type { studioRmSpec } from "../studio.spec.ts";

/** Removes studios; where one cannot go, the others do. */
export const run: Run<typeof studioRmSpec> = async (invocation, context) => {
  const failures: HabcError[] = [];
  for (const studio of await wanted(invocation, context)) {
    try {
      await remove(studio);
      context.stdout.write(`${studio.name}\n`);
    } catch (error) {
      if (!isHabcError(error)) throw error;
      failures.push(error);
    }
  }
  const [first, ...others] = failures;
  if (first === undefined) return 0;
  const { code, message, hint, spans } = first.diagnostic;
  throw new HabcError(code, message, {
    ...(hint === undefined ? {} : { hint }),
    spans,
    others: others.map(({ diagnostic }) => diagnostic),
  });
};

async function remove(studio: LastingStudio): Promise<void> {
  const release = await holdStudio(studio);
  try {
    await removeStudio(studio);
  } finally {
    await release();
  }
}

async function wanted(
  { arguments: { STUDIO = [] }, options }: Invocation<typeof studioRmSpec>,
  { environment, cwd }: CommandContext,
): Promise<readonly LastingStudio[]> {
  const where = { environment, cwd, root: options.root };
  const ways = [options.all, options.root !== undefined, STUDIO.length > 0];
  if (ways.filter(Boolean).length > 1) {
    throw new HabcError("usage", "STUDIO, --root and --all exclude each other");
  }
  const home = homeOf(where);
  if (options.all) return (await listStudios(home)).filter(({ inUse }) => !inUse);
  if (STUDIO.length === 0) return [await findTreeStudio(where)];
  return await Promise.all(STUDIO.map((name) => named(home, name)));
}

async function named(home: string, name: string): Promise<LastingStudio> {
  const folder = resolve(join(home, name));
  const studio = dirname(folder) === resolve(home) ? await findStudio(folder) : undefined;
  if (studio !== undefined) return studio;
  throw new HabcError("studio-missing", `there is no studio ${name}`, {
    hint: "`habc studio list` shows the names",
  });
}
