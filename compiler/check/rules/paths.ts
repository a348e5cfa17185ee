/** Paths of other packages that callbacks ask for. */
import type { Word } from "unbash";
import { spanOf } from "../../bash/text/source-text.ts";
import type { Diagnostic, Span } from "../../ir/index.ts";
import { finding, type Rule } from "../context.ts";
import { type Declared, declaredDependencies, mayFind } from "../declared.ts";
import type { PlacedCall } from "../plan-text.ts";
import { literalText } from "../script/facts.ts";
import { type KnownText, knownTexts } from "../script/known-words.ts";

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
    if (call.functionName === undefined) return [earlyFinding(call)];
    const word = call.node.args[index];
    if (word?.type !== "Word") return [];
    const known = knownTexts(word, call, context).filter(({ text }) => text !== "");
    const found = known.map((each) => {
      const own = `${context.ir.settings.pkg_origin}/${context.ir.settings.pkg_name}`;
      const asked = { own, ident: each.text, declared, spans: placesOf(word, call, each) };
      return call.name === "pkg_path_for"
        ? pathFinding(call, asked)
        : interpreterFinding(call, asked);
    });
    // Of what several branches set, a build takes one, and its list of dependencies the same.
    const branches = new Set(known.map(({ from }) => from?.write)).size > 1;
    return branches && found.some((each) => each.length === 0) ? [] : found.flat();
  });
};

/** The word, and where its variable gets what it stands for. */
function placesOf(word: Word, { script }: PlacedCall, { from }: KnownText): readonly Span[] {
  const place = spanOf(script.source, word);
  if (from === undefined) return [place];
  return [place, { ...spanOf(from.script.source, from.write), label: `${from.name} is set here` }];
}

function earlyFinding(call: PlacedCall): Diagnostic {
  return finding("path-too-early", {
    message: `${call.name} finds nothing while the plan is loaded`,
    hint: "ask in a callback, such as do_begin: by then the dependencies are known",
    spans: [spanOf(call.script.source, call)],
  });
}

interface Asked {
  /** `origin/name` of the plan's own package. */
  readonly own: string;
  readonly ident: string;
  readonly declared: Declared;
  readonly spans: readonly Span[];
}

function pathFinding(call: PlacedCall, { own, ident, declared, spans }: Asked): Diagnostic[] {
  const isOwn = mayFind([own], ident);
  if (!mayFind([...declared.run, ...declared.build], ident)) {
    return [
      finding("path-undeclared", {
        ...severityOf(call),
        message: `pkg_path_for ${ident}: that is ${isOwn ? "the package itself" : "no dependency of the plan"}`,
        hint: `${isOwn ? "write $pkg_prefix" : "add it to pkg_build_deps, or to pkg_deps if the package needs it to run"}${isSeen(call) ? "" : "; the failure is not seen here, and the path is empty"}`,
        spans,
      }),
    ];
  }
  if (mayFind(declared.run, ident) || !isForRunTime(call)) return [];
  return [
    finding("build-dep-at-run-time", {
      message: `${ident} is only in pkg_build_deps, and the run-time environment leads to it`,
      hint: "add it to pkg_deps",
      spans,
    }),
  ];
}

function interpreterFinding(call: PlacedCall, { ident, declared, spans }: Asked): Diagnostic[] {
  if (mayFind(declared.run, ident)) return [];
  const isBuild = mayFind(declared.build, ident);
  return [
    finding("interpreter-undeclared", {
      ...severityOf(call),
      message: `${call.name}: ${ident} is ${isBuild ? "only in pkg_build_deps" : "no dependency of the plan"}`,
      hint: "add it to pkg_deps: a script needs its interpreter at run time",
      spans,
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
