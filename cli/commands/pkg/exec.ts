import { HabcError } from "../../../compiler/ir/index.ts";
import { execInPackage } from "../../../runtime/installed/exec.ts";
import { findInstalled } from "../../../runtime/installed/find.ts";
import type { Run } from "../../command.ts";
import { storeOf } from "../../store.ts";
import type { pkgExecSpec } from "../pkg-store.spec.ts";

/** Runs a command with the environment of a package. */
export const run: Run<typeof pkgExecSpec> = async ({ arguments: given }, context) => {
  const { store } = storeOf(context);
  const words = [given.COMMAND, ...(given.ARGUMENT ?? [])];
  const [program, ...rest] = words[0] === "--" ? words.slice(1) : words;
  if (program === undefined) throw new HabcError("usage", "no command was given");
  return await execInPackage({
    package: findInstalled(store, given.IDENT),
    store,
    argv: [program, ...rest],
    environment: context.environment,
    cwd: context.cwd,
  });
};
