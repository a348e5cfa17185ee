import { HabcError, isHabcError } from "../../../compiler/ir/index.ts";
import { comparePackages } from "../../../runtime/difference/compare.ts";
import { openNamedPackage } from "../../../runtime/package/named-package.ts";
import type { Run } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { tell } from "../../render/answer.ts";
import { differenceText } from "../../render/difference.ts";
import { storeOf } from "../../store.ts";
import type { pkgDiffSpec } from "../pkg.spec.ts";

/** As for `diff`: 1 says that the packages differ, so it cannot say that something is wrong. */
const troubleStatus = 2;

/** Prints what changed; ends with status 0 where nothing did, 1 where something did. */
export const run: Run<typeof pkgDiffSpec> = async ({ arguments: { A, B }, options }, context) => {
  try {
    const { signal } = context;
    const [from, to] = [await open(A, context), await open(B, context)];
    const found = await comparePackages(from, to, { signal });
    return tell(context, options.json, {
      value: { ok: true, ...found },
      text: () => differenceText(found, context.stdout.colours),
      status: found.same ? 0 : 1,
    });
  } catch (thrown) {
    throw isHabcError(thrown) ? asTrouble(thrown) : thrown;
  }
};

function asTrouble({ diagnostic, others }: HabcError): HabcError {
  const { code, message, hint, spans } = diagnostic;
  const details = { spans, others, exitCode: troubleStatus };
  return new HabcError(code, message, hint === undefined ? details : { ...details, hint });
}

function open(name: string, context: CommandContext) {
  const { store } = storeOf(context);
  return openNamedPackage(name, { cwd: context.cwd, store });
}
