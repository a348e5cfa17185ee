import { describe, expect, test } from "vitest";
import { checkCodes, rules } from "../../../compiler/check/rules/index.ts";
import { offsetOf } from "../../../compiler/check/setting-spans.ts";
import { type Diagnostic, diagnosticSpecs } from "../../../compiler/ir/index.ts";
import { checkTree, makeTree, type Tree } from "./checked.ts";
import { ruleCases } from "./rule-cases/index.ts";

/** What a check finds, each with the text that its main place covers. */
function found(tree: Tree): { readonly diagnostic: Diagnostic; readonly text: string }[] {
  const { root, remove } = makeTree(tree);
  try {
    const plans = Object.keys(tree).filter((path) => /(^|\/)plan\.(sh|ts)$/.test(path));
    const { diagnostics, files } = checkTree(root, plans);
    return diagnostics.map((diagnostic) => {
      const [span] = diagnostic.spans;
      const text = span === undefined ? "" : (files.read(span.file)?.text ?? "");
      const [start, end] = [span?.start, span?.end].map((at) =>
        offsetOf(text, at?.line ?? 1, at?.column ?? 1),
      );
      return { diagnostic, text: text.slice(start, end) };
    });
  } finally {
    remove();
  }
}

describe.each(ruleCases)("$code: $about", ({ code, bad, good, says, at }) => {
  test("is found where it is", () => {
    const all = found(bad);
    const one = all.find(
      ({ diagnostic }) => diagnostic.code === code && says.test(wordsOf(diagnostic)),
    );
    expect(one, all.map(({ diagnostic }) => wordsOf(diagnostic)).join("\n")).toBeDefined();
    expect(one?.diagnostic.spans.length).toBeGreaterThan(0);
    if (at !== undefined) expect(one?.text).toBe(at);
  });

  test("is not found where it is not", () => {
    const codes = found(good).map(({ diagnostic }) => diagnostic.code);
    expect(codes).not.toContain(code);
  });
});

function wordsOf({ code, message, hint = "" }: Diagnostic): string {
  return `${code}: ${message}. ${hint}`;
}

test("every rule has a case, and every code its page", () => {
  const covered = new Set<string>(ruleCases.map(({ code }) => code));
  const codes = [...new Set(rules.flatMap(({ codes: each }) => each))];
  expect(codes.filter((code) => !covered.has(code))).toEqual([]);
  expect([...checkCodes].filter((code) => !Object.hasOwn(diagnosticSpecs, code))).toEqual([]);
});

test("a rule gives no code but its own", () => {
  const known = new Set<string>(rules.flatMap(({ codes }) => codes));
  const codes = ruleCases.flatMap(({ bad, good }) => [...found(bad), ...found(good)]);
  const others = codes.map(({ diagnostic }) => diagnostic.code).filter((code) => !known.has(code));
  expect([...new Set(others)]).toEqual(["setting-type"]);
});

test("what a plan gets from a file that it sources is told with the plan", () => {
  const { root, remove } = makeTree({
    "a/plan.sh": "pkg_exposes=(port)\npkg_exports=([port]=port)\n",
    "a/default.toml": "port = 1\n",
    "a/hooks/run": "#!/bin/sh\n",
    "b/plan.sh": 'source "$(dirname "${BASH_SOURCE[0]}")/../a/plan.sh"\n',
    "b/hooks/run": "#!/bin/sh\n",
  });
  try {
    const { diagnostics } = checkTree(root, ["a/plan.sh", "b/plan.sh"]);
    expect(diagnostics.map(({ code }) => code)).toEqual(["exposes-port"]);
    expect(diagnostics[0]?.spans.map(({ file }) => file.slice(root.length))).toEqual([
      "/a/plan.sh",
      "/b/plan.sh",
    ]);
  } finally {
    remove();
  }
});
