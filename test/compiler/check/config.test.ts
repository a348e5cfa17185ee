import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findConfig, readConfig } from "../../../compiler/check/config.ts";
import { matchesGlob } from "../../../compiler/check/glob.ts";
import { isHabcError } from "../../../compiler/ir/index.ts";
import { checked, codesOf } from "./checked.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "habc-config-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function config(text: string): string {
  const file = join(root, "habc.toml");
  writeFileSync(file, text);
  return file;
}

function refusal(text: string) {
  const file = config(text);
  try {
    readConfig(file);
  } catch (thrown) {
    if (isHabcError(thrown)) return thrown;
    throw thrown;
  }
  throw new Error("it was read");
}

describe("levels", () => {
  const tree = {
    "new/plan.sh": "pkg_license=(acme)\n",
    "old/redis/plan.sh": "pkg_license=(acme)\n",
  };
  const severities = (text: string) => {
    const read = readConfig(config(text));
    return checked(tree, {
      configOf: (file) => ({ ...read, root: file.replace(/\/(new|old)\/.*/, "") }),
    }).diagnostics.map(
      ({ severity, spans: [span] }) => `${severity} ${/(new|old)/.exec(span?.file ?? "")?.[0]}`,
    );
  };

  test.each([
    ["", ["warning new", "warning old"]],
    ["[check.rules]\nlicense-unknown = 'error'\n", ["error new", "error old"]],
    ["[check.rules]\nlicense-unknown = 'off'\n", []],
    ["[[check.override]]\npaths = ['old']\nrules = { license-unknown = 'off' }\n", ["warning new"]],
    [
      "[[check.override]]\npaths = ['*/redis/*.sh']\nrules = { license-unknown = 'info' }\n",
      ["warning new", "info old"],
    ],
    [
      "[check.rules]\nlicense-unknown = 'off'\n[[check.override]]\npaths = ['**/plan.sh']\nrules = { license-unknown = 'error' }\n[[check.override]]\npaths = ['old/**']\nrules = { license-unknown = 'info' }\n",
      ["error new", "info old"],
    ],
  ])("%j", (text, expected) => {
    expect(severities(text)).toEqual(expected);
  });
});

describe("what is no configuration is refused with its place", () => {
  test.each([
    ["[check\n", "is not valid TOML", 1],
    ["[check.rules]\nlicense-unknwn = 'off'\n", "license-unknwn", 2],
    ["[check.rules]\ndep-self = 'of'\n", 'the level "of"', 2],
    ["[check]\nrule = {}\n", "has the key rule", 2],
    ["[check]\nignore = 'x'\n", "check.ignore is no list of texts", 2],
    ["[[check.override]]\nrules = {}\n", "check.override.paths is no list of texts", undefined],
    ["check = 1\n", "check is no table", 1],
  ])("%j", (text, message, line) => {
    const { diagnostic, exitCode } = refusal(text);
    expect(diagnostic.code).toBe("config-invalid");
    expect(diagnostic.message).toContain(message);
    expect(diagnostic.spans[0]?.start.line).toBe(line);
    expect(exitCode).toBe(2);
  });

  test("with the likely word", () => {
    expect(refusal("[check.rules]\nlicense-unknwn = 'off'\n").diagnostic.hint).toBe(
      "did you mean license-unknown?",
    );
  });
});

describe("the nearest file counts", () => {
  test("up to the root of the repository", () => {
    config("");
    mkdirSync(join(root, "repo/.git"), { recursive: true });
    mkdirSync(join(root, "repo/a/b"), { recursive: true });
    expect(findConfig(join(root, "repo/a/b"), "/elsewhere")).toBeUndefined();
    writeFileSync(join(root, "repo/habc.toml"), "");
    expect(findConfig(join(root, "repo/a/b"), "/elsewhere")).toBe(join(root, "repo/habc.toml"));
    writeFileSync(join(root, "repo/a/habc.toml"), "");
    expect(findConfig(join(root, "repo/a/b"), "/elsewhere")).toBe(join(root, "repo/a/habc.toml"));
  });

  test("without a repository, up to the working directory", () => {
    config("");
    mkdirSync(join(root, "a"));
    expect(findConfig(join(root, "a"), "/elsewhere")).toBeUndefined();
    expect(findConfig(join(root, "a"), join(root, "a"))).toBeUndefined();
    expect(findConfig(join(root, "a"), root)).toBe(join(root, "habc.toml"));
    expect(findConfig(root, "/elsewhere")).toBe(join(root, "habc.toml"));
  });
});

test.each([
  ["a", "/r/a/plan.sh", true],
  ["a", "/r/ab/plan.sh", false],
  ["*", "/r/a/plan.sh", true],
  ["*.sh", "/r/a/plan.sh", false],
  ["**/*.sh", "/r/a/b/plan.sh", true],
  ["**/*.sh", "/r/plan.sh", true],
  ["a/**", "/r/a/b/c", true],
  ["{a,b}/plan.sh", "/r/b/plan.sh", true],
  ["a?c", "/r/abc/x", true],
  ["./a/", "/r/a/x", true],
  ["a.b", "/r/axb/x", false],
  ["(", "/r/(/x", true],
])("%s and %s", (pattern, file, expected) => {
  expect(matchesGlob(file, pattern, "/r")).toBe(expected);
});

test("a finding without a file can be turned off, too", () => {
  const read = readConfig(config("[check.rules]\nplan-ambiguous = 'off'\n"));
  const refused = [
    { code: "plan-ambiguous", severity: "error", message: "two", spans: [] } as const,
  ];
  expect(codesOf(checked({}, { refused, configOf: () => read }))).toEqual([]);
});
