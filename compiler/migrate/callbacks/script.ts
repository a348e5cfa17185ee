/** `pkg_version` as a script of its own. */
import type { CompoundList } from "unbash";
import type { Doc } from "../layout/doc.ts";
import type { PlanFunction } from "../reading/reading.ts";
import { effectsOf } from "./effects.ts";
import { type Scope, use } from "./scope.ts";
import { editsOf, losesStatus, scriptEdits } from "./shell-text.ts";
import { stretchText } from "./template.ts";

/** The callback `pkg_version`, which answers with what the function prints. @throws Untranslatable */
export function versionCode(fn: PlanFunction, body: CompoundList, scope: Scope): readonly Doc[] {
  const [statement, ...others] = body.commands;
  const isSimple = statement?.command.type === "Command" && others.length === 0;
  if (isSimple && !losesStatus(statement)) {
    const { source } = fn;
    const edits = editsOf(scope, source, statement.command);
    const text = stretchText({ source, node: statement.command, edits, column: 4 });
    return [`return (await ${use(scope, "$")}\`${text}\`.verbose(false)).stdout;`];
  }
  return [`const { stdout } = ${scriptCode(fn, body, scope)}`, "return stdout;"];
}

/** A whole function as one text of `$`, with the options that a plan.sh runs under. */
function scriptCode({ name, source }: PlanFunction, body: CompoundList, scope: Scope): string {
  const edits = scriptEdits(scope, source, body);
  const { locals, calls } = effectsOf(body);
  const isFunction = locals.size > 0 || calls.has("return");
  const column = isFunction ? 8 : 6;
  const text = stretchText({ source, node: body, edits, column });
  const lines = isFunction
    ? [`      ${name}() {`, `        ${text}`, "      }", `      ${name}`]
    : [`      ${text}`];
  return `await ${use(scope, "$")}\`\n      set +u +o pipefail\n${lines.join("\n")}\n    \`.verbose(false);`;
}
