/** Paths of other packages that callbacks ask for. */
import { spanOf } from "../../bash/text/source-text.ts";
import type { Diagnostic } from "../../ir/index.ts";
import { finding, type Rule, type RuleContext } from "../context.ts";
import { type Declared, declaredDependencies, mayFind } from "../declared.ts";
import type { PlacedCall } from "../plan-text.ts";
import { literalText } from "../script/facts.ts";

/** Which word of each helper names the package, from 0. */
const identAt: Readonly<Record<string, number>> = {
  pkg_path_for: 0,
  pkg_interpreter_for: 0,
  fix_interpreter: 1,
};

export const pathsRule: Rule = (context) => {
  const declared = declaredDependencies(context.ir, context.scripts);
  if (declared === undefined) return [];
  return context.calls.flatMap((call) => {
    const index = Object.hasOwn(identAt, call.name) ? identAt[call.name] : undefined;
    if (index === undefined || call.around.mayFail) return [];
    const word = call.node.args[index];
    if (word?.type !== "Word") return [];
    const ident = literalText(word, (name) => textSetting(context, name));
    if (!ident) return [];
    const span = spanOf(call.script.source, word);
    return call.name === "pkg_path_for"
      ? pathFinding(call, { ident, declared, span })
      : interpreterFinding(call, { ident, declared, span });
  });
};

function textSetting({ ir }: RuleContext, name: string): string | undefined {
  return name === "pkg_origin" || name === "pkg_name" ? ir.settings[name] : undefined;
}

interface Asked {
  readonly ident: string;
  readonly declared: Declared;
  readonly span: Diagnostic["spans"][number];
}

function pathFinding(call: PlacedCall, { ident, declared, span }: Asked): Diagnostic[] {
  if (!mayFind([...declared.run, ...declared.build], ident)) {
    return [
      finding("path-undeclared", {
        ...severityOf(call),
        message: `pkg_path_for ${ident}: that is no dependency of the plan`,
        hint: `add it to pkg_build_deps, or to pkg_deps if the package needs it to run${isSeen(call) ? "" : "; the failure is not seen here, and the path is empty"}`,
        spans: [span],
      }),
    ];
  }
  if (mayFind(declared.run, ident) || !isForRunTime(call)) return [];
  return [
    finding("build-dep-at-run-time", {
      message: `${ident} is only in pkg_build_deps, and the run-time environment leads to it`,
      hint: "add it to pkg_deps",
      spans: [span],
    }),
  ];
}

function interpreterFinding(call: PlacedCall, { ident, declared, span }: Asked): Diagnostic[] {
  if (mayFind(declared.run, ident)) return [];
  const isBuild = mayFind(declared.build, ident);
  return [
    finding("interpreter-undeclared", {
      ...severityOf(call),
      message: `${call.name}: ${ident} is ${isBuild ? "only in pkg_build_deps" : "no dependency of the plan"}`,
      hint: "add it to pkg_deps: a script needs its interpreter at run time",
      spans: [span],
    }),
  ];
}

/** A failure that nobody sees does not end the build. */
function severityOf(call: PlacedCall): { readonly severity?: "warning" } {
  return isSeen(call) ? {} : { severity: "warning" };
}

function isSeen({ around: { user, isUnseen } }: PlacedCall): boolean {
  return user === undefined && !isUnseen;
}

/** Its output becomes part of the run-time environment. */
function isForRunTime({ around: { user } }: PlacedCall): boolean {
  const name = user?.name === undefined ? undefined : literalText(user.name);
  return name === "set_runtime_env" || name === "push_runtime_env";
}
