/** `{{pkgPathFor "core/bash"}}`: paths of packages that are no run dependencies. */
import type { SourceText } from "../../bash/text/source-text.ts";
import type { Diagnostic } from "../../ir/index.ts";
import { packageIdent } from "../../ir/rules.ts";
import type { Call } from "../../template/index.ts";
import { finding, type RuleContext } from "../context.ts";
import { declaredDependencies } from "../declared.ts";
import { nameOf } from "../templates/walk.ts";
import { rangeSpan } from "./template-span.ts";

const identPattern = new RegExp(packageIdent.pattern);

/** @param call Any call of a helper. */
export function judgePackagePath(
  context: RuleContext,
  call: Call,
  source: SourceText,
): Diagnostic[] {
  const [argument] = call.args;
  if (nameOf(call) !== "pkgPathFor" || argument?.type !== "literal") return [];
  const spans = [rangeSpan(source, argument)];
  const ident = argument.text ?? "";
  if (!identPattern.test(ident)) {
    return [
      finding("ident-invalid", {
        message: `pkgPathFor of ${JSON.stringify(ident)}, which is no package identifier`,
        hint: identPattern.test(`core/${ident}`)
          ? `write its origin too: core/${ident}, or whose package it is`
          : `expected ${packageIdent.expected}`,
        spans,
      }),
    ];
  }
  const declared = declaredDependencies(context.ir, context.scripts);
  if (declared === undefined || declared.run.some((dep) => isOf(dep, ident))) return [];
  if (declared.build.some((dep) => isOf(dep, ident))) {
    return [
      finding("build-dep-at-run-time", {
        message: `pkgPathFor of ${ident}, which is only in pkg_build_deps`,
        hint: "add it to pkg_deps",
        spans,
      }),
    ];
  }
  const { pkg_origin: origin, pkg_name: name } = context.ir.settings;
  if (ident === `${origin}/${name}`) return [ownPath(call, { ident, source })];
  const way = comesAlong(context, declared.run, ident);
  return [
    finding("template-dep-undeclared", {
      severity: way === "no" ? "warning" : "info",
      message: `pkgPathFor of ${ident}, which is not in pkg_deps`,
      hint:
        way === "no"
          ? "no run dependency brings it along, so the text is empty: add it to pkg_deps"
          : way === "perhaps"
            ? "it is there only if another dependency brings it along: add it to pkg_deps"
            : `${way} brings it along today: add it to pkg_deps`,
      spans,
    }),
  ];
}

/** A package is not among its own dependencies. */
function ownPath(
  call: Call,
  { ident, source }: { readonly ident: string; readonly source: SourceText },
): Diagnostic {
  const span = rangeSpan(source, call);
  const isAll = call.args.length === 1 && call.hash.length === 0;
  const fixes = [{ title: "write pkg.path", edits: [{ span, text: "pkg.path" }] }];
  return finding("template-dep-undeclared", {
    message: `pkgPathFor of ${ident}, which is the package itself`,
    hint: "the text is empty: write {{pkg.path}}",
    spans: [span],
    ...(isAll ? { fixes } : {}),
  });
}

/** Whether a dependency is of the package that an identifier names. */
function isOf(dep: string, ident: string): boolean {
  const parts = dep.split("/");
  return ident.split("/").every((part, at) => parts[at] === undefined || parts[at] === part);
}

/** The direct dependency that needs the package, or whether there is one at all. */
function comesAlong({ packages }: RuleContext, deps: readonly string[], ident: string) {
  let answer: string = "no";
  for (const direct of deps) {
    const seen = new Set<string>();
    const pending = [direct];
    for (let dep = pending.pop(); dep !== undefined; dep = pending.pop()) {
      if (seen.has(dep)) continue;
      seen.add(dep);
      const next = packages.find(dep)?.deps;
      if (next === undefined) answer = "perhaps";
      else if (next.some((each) => isOf(each, ident))) return direct;
      else pending.push(...next);
    }
  }
  return answer;
}
