/** Calls of helpers and defaults. */
import type { Command, Word } from "unbash";
import { bracketed, type Doc, group } from "../layout/doc.ts";
import { literalOf } from "../values/expression.ts";
import { isDeclared } from "./declared.ts";
import { refuse, type Scope, use } from "./scope.ts";
import { wordCode } from "./value.ts";

/** How many arguments a helper takes in TypeScript, and whether it is waited for. */
interface Call {
  readonly least: number;
  readonly most: number;
  readonly waits: boolean;
}

const calls: Readonly<Record<string, Call>> = {
  build_line: { least: 1, most: 1, waits: false },
  warn: { least: 1, most: 1, waits: false },
  debug: { least: 1, most: 1, waits: false },
  exit_with: { least: 1, most: 2, waits: false },
  attach: { least: 0, most: 0, waits: true },
  update_pkg_version: { least: 0, most: 0, waits: true },
  fix_interpreter: { least: 3, most: 3, waits: true },
  set_runtime_env: { least: 2, most: 2, waits: true },
  set_buildtime_env: { least: 2, most: 2, waits: true },
  push_runtime_env: { least: 2, most: 2, waits: true },
  push_buildtime_env: { least: 2, most: 2, waits: true },
  download_file: { least: 2, most: 3, waits: true },
  verify_file: { least: 2, most: 2, waits: true },
  unpack_file: { least: 1, most: 1, waits: true },
};

/** @throws Untranslatable */
export function helperStatement(command: Command, scope: Scope): Doc {
  const name = command.name?.value ?? "";
  if (command.prefix.length > 0 || command.redirects.length > 0) refuse(`redirects ${name}`);
  const words = command.args.map((arg) =>
    arg.type === "Word" ? arg : refuse(`calls ${name} with an assignment`),
  );
  if (name.startsWith("do_default_")) {
    if (words.length > 0) refuse(`calls ${name} with arguments`);
    return `await ${use(scope, name)}();`;
  }
  const call = calls[name];
  if (call === undefined) refuse(`calls ${name}`);
  const force = name.startsWith("set_") && words[0]?.value === "-f";
  const given = force ? words.slice(1) : words;
  if (given.length < call.least || given.length > call.most)
    refuse(`calls ${name} with ${given.length} arguments`);
  const args = given.map((word, at) => argument(name, word, at, scope));
  if (force) args.push("{ force: true }");
  const start = `${call.waits ? "await " : ""}${use(scope, name)}`;
  return group(start, bracketed("(", args, ")"), ";");
}

function argument(name: string, word: Word, at: number, scope: Scope): string {
  if (splits(word, scope)) refuse(`splits an argument of ${name}`);
  if (name === "exit_with" && at === 1) {
    const status = literalOf(word);
    return status !== undefined && /^\d{1,3}$/.test(status)
      ? status
      : refuse("exits with a computed status");
  }
  if (name === "fix_interpreter" && at === 1) {
    const ident = literalOf(word);
    if (ident === undefined || !isDeclared(scope.plan.reading, ident, "run"))
      refuse("fixes to a package that no list names");
  }
  return wordCode(scope, word);
}

/** Whether bash may make another number of words of a word. */
function splits(word: Word, { plan, locals }: Scope): boolean {
  return (word.parts ?? []).some((part) => {
    if (part.type === "Glob" || part.type === "BraceExpansion") return true;
    const name =
      part.type === "SimpleExpansion"
        ? part.text.slice(1)
        : part.type === "ParameterExpansion"
          ? part.parameter
          : undefined;
    if (name === undefined || locals.get(name)?.isOneWord) return false;
    if (
      /^(pkg_(name|origin|version|prefix|dirname|filename|svc_\w+)|[A-Z_]+_PATH|PLAN_CONTEXT)$/.test(
        name,
      )
    )
      return false;
    const known =
      plan.reading.variables.get(name)?.value ?? plan.reading.ir.settings[name as never];
    return typeof known !== "string" || !/^[\w@%+=:,./-]+$/.test(known);
  });
}
