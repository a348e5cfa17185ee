/** `habc build` within a command of a studio. */
import { HabcError } from "../../../compiler/ir/index.ts";
import type { LastingFolders } from "../../../runtime/studios/lasting-studio.ts";
import type { Invocation } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { parse } from "../../program.ts";
import type { buildSpec } from "../build.spec.ts";
import { run } from "../build.ts";

/**
 * @param args The arguments of `habc build`.
 * @param studio The studio that the build uses.
 * @returns The exit status.
 * @throws HabcError `usage`, and as `habc build`.
 */
export async function habcBuild(
  args: readonly string[],
  context: CommandContext,
  studio: LastingFolders,
): Promise<number> {
  const request = parse(["build", ...args]);
  if (request.kind !== "command") {
    context.stdout.write(request.text);
    return request.kind === "text" ? 0 : 2;
  }
  const invocation = request.invocation as unknown as Invocation<typeof buildSpec>;
  const { keep, until, from, studio: kind } = invocation.options;
  if (keep || until !== undefined || from !== undefined) {
    throw new HabcError("usage", "a build in the studio of a tree cannot be kept", {
      hint: "`habc build --keep` gives it a studio of its own",
    });
  }
  if (kind === "none") {
    throw new HabcError("usage", "a build in a studio is not a build in place");
  }
  return await run(invocation, { ...context, studio });
}
