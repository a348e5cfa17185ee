import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { allCommands } from "../../cli/commands/specs.ts";
import { habc } from "./habc.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "habc-completion-"));
  writeFileSync(join(folder, "habc.bash"), habc(["completion", "bash"]).stdout);
  writeFileSync(join(folder, "a b.hart"), "");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What bash offers for the last of some words. */
function offered(...words: string[]): string[] {
  const script = `
    source ./habc.bash
    compopt() { :; }
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _habc
    ((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = spawnSync("bash", ["-c", script, "bash", "habc", ...words], {
    cwd: folder,
    encoding: "utf8",
  });
  return stdout.split("\n").filter((line) => line !== "");
}

describe("the completion of bash", () => {
  test.each([
    [["pk"], ["pkg"]],
    [["pkg", "ver"], ["verify"]],
    [["pkg", "verify", "--j"], ["--json"]],
    [
      ["build", "--studio", ""],
      ["namespaces", "none"],
    ],
    [["origin", "key", "export", "-t", "s"], ["secret"]],
    [["explain", "dep-co"], ["dep-conflict"]],
    [["help", "expl"], ["explain"]],
    [["completion", "z"], ["zsh"]],
    [["pkg", "info", "a"], ["a b.hart"]],
    [["build", "a"], []],
  ])("offers for %j: %j", (words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });
});

describe.each(["bash", "zsh", "fish"])("the completion script for %s", (shell) => {
  test("knows every command and option", () => {
    const { status, stdout } = habc(["completion", shell]);
    expect(status).toBe(0);
    for (const [name, { options }] of allCommands) {
      expect(stdout).toContain(name);
      for (const option of options) expect(stdout).toContain(option.name);
    }
  });
});
