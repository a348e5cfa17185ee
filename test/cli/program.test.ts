import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { allCommands, groups } from "../../cli/commands/specs.ts";
import { environmentVariables } from "../../cli/environment.ts";
import { diagnosticSpecs } from "../../compiler/ir/index.ts";
import { bash, cli, habc } from "./habc.ts";

describe("the program", () => {
  test.each(["--version", "-V"])("prints its version with %s", (flag) => {
    const manifest = JSON.parse(
      readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
    );
    expect(habc([flag])).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });

  test("starts with nothing loaded but the parser, the table of commands and the codes", () => {
    const folder = dirname(cli);
    const loaded = new Set<string>();
    const load = (name: string) => {
      if (loaded.has(name)) return;
      loaded.add(name);
      const text = readFileSync(join(folder, name), "utf8");
      for (const [, next] of text.matchAll(/(?:import|from)\s*"\.\/([^"]+\.js)"/g)) {
        if (next !== undefined) load(next);
      }
    };
    load("cli.js");
    const bytes = [...loaded].map((name) => readFileSync(join(folder, name)).length);
    expect(bytes.reduce((sum, each) => sum + each, 0)).toBeLessThan(190_000);
    expect(readdirSync(folder).filter((name) => name.endsWith(".js")).length).toBeGreaterThan(
      loaded.size + 5,
    );
  });

  test("shows its help with --help and help, and on standard error without a command", () => {
    const help = habc(["--help"]);
    expect(help.status).toBe(0);
    expect(help.stdout).toContain("Usage: habc [OPTIONS] COMMAND\n");
    for (const name of ["build", "compile", "pkg", "origin", "explain", "help", "completion"]) {
      expect(help.stdout).toMatch(new RegExp(`^  ${name} +[A-Z]`, "m"));
    }
    expect(habc(["help"])).toEqual(help);
    expect(habc([])).toEqual({ status: 2, stdout: "", stderr: help.stdout });
  });

  test.each(Object.keys(groups))("lists the commands of %s", (group) => {
    const help = habc([...group.split(" "), "--help"]);
    expect(help.status).toBe(0);
    expect(help.stdout).toContain(`Usage: habc ${group} COMMAND\n`);
    expect(habc(["help", ...group.split(" ")])).toEqual(help);
    expect(habc(group.split(" "))).toEqual({ status: 2, stdout: "", stderr: help.stdout });
  });

  test.each(allCommands)("tells all about %s", (name, spec) => {
    const { status, stdout, stderr } = habc([...name.split(" "), "--help"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(habc(["help", ...name.split(" ")]).stdout).toBe(stdout);
    const flat = stdout.replace(/\s+/g, " ");
    for (const paragraph of spec.description) expect(flat).toContain(paragraph);
    for (const option of spec.options) {
      expect(stdout).toContain(`--${option.name}`);
      expect(flat).toContain(option.doc);
      if (option.default !== undefined) expect(flat).toContain(`[default: ${option.default}]`);
    }
    for (const variable of spec.environment) {
      expect(flat).toContain(`${variable} ${environmentVariables[variable]}`);
    }
    for (const { command } of spec.examples) expect(stdout).toContain(`  ${command}\n`);
    for (const code of spec.refusals) {
      expect(stdout).toMatch(new RegExp(`^  ${diagnosticSpecs[code].exitCode ?? 1} `, "m"));
    }
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("gives the help of a command in full", () => {
    expect(habc(["origin", "key", "export", "--help"]).stdout).toBe(`\
Print an origin's newest key.

Usage: habc origin key export [OPTIONS] ORIGIN

Prints the key file as it is, for \`habc origin key import\` or \`hab\`.

Arguments:
  ORIGIN  The name of the origin

Options:
  -t, --type TYPE  Which key of the pair [one of: public, secret] [default:
                   public]
  -h, --help       Show this help

Environment:
  HAB_CACHE_KEY_PATH  The key cache [default: /hab/cache/keys as root, else
                      ~/.hab/cache/keys]

Exit status:
  0         The key was printed
  1         Refused: the message has a code, which \`habc explain\` explains
  2         The command line is not understood
  35        No signing key for the origin
  70        A defect of habc
  130, 143  Interrupted by Ctrl-C, or by SIGTERM

Examples:
  habc origin key export acme
      The public key, for those who verify
  habc origin key export acme --type secret
      The secret key
`);
  });

  test.each([
    [["bild"], "unknown command `bild`", "did you mean `build`?"],
    [["pkg", "verfy"], "unknown command `verfy`", "did you mean `verify`?"],
    [["build", "--jsn"], "unknown option `--jsn`", "did you mean `--json`?"],
    [
      ["build", "--studio", "docker"],
      "option `--studio <KIND>` argument `docker` is invalid",
      "it is one of namespaces, none",
    ],
    [["pkg", "info"], "missing required argument `PACKAGE`", undefined],
    [["pkg", "info", "a", "b"], "too many arguments for `info`. Expected 1 argument", undefined],
    [["build", "--studio"], "option `--studio <KIND>` argument missing", undefined],
    [["help", "pkg", "infoo"], "unknown command `pkg infoo`", "did you mean `pkg info`?"],
  ])("refuses %j with status 2", (args, message, hint) => {
    const { status, stdout, stderr } = habc(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(`error[usage]: ${message}`);
    if (hint !== undefined) expect(stderr).toContain(`  hint: ${hint}\n`);
  });

  test("ends like a program that SIGPIPE killed when its reader has seen enough", () => {
    // More than a pipe holds, so that the reader is gone before the end.
    const all = Array.from({ length: 3000 }, () => "plan.sh").join(" ");
    const { status, stderr } = bash(`habc compile --json ${all} | head -n 1 >/dev/null`);
    expect(stderr).toBe("");
    expect(status).toBe(141);
  });

  test.each([
    ["xterm", "", true],
    ["xterm", "NO_COLOR=1", false],
    ["xterm", "HAB_NOCOLORING=true", false],
    ["dumb", "", false],
  ])("on a terminal with TERM=%s %s has colours: %j", (term, variables, coloured) => {
    const command = `env TERM=${term} ${variables} "$NODE" "$CLI" explain usage`;
    const { status, stdout } = bash(`script -qec '${command}' /dev/null`);
    expect(status).toBe(0);
    expect(stdout).toContain("The command line is not understood");
    expect(stdout.includes("\u001b[1m")).toBe(coloured);
  });

  test("works in a folder that was removed", () => {
    const script = 'cd "$(mktemp -d)" && rmdir "$PWD" && habc explain usage && habc pkg hash a';
    const { status, stdout, stderr } = bash(script);
    expect(stdout).toContain("error[usage], exit status 2");
    expect(stderr).toContain("cannot be read: there is no such file");
    expect(status).toBe(2);
  });

  test("says so when its output cannot be written", () => {
    const { status, stderr } = bash("habc explain >/dev/full");
    expect(stderr).toMatch(/^error\[results-unwritable\]: the output cannot be written: ENOSPC/);
    expect(status).toBe(1);
  });
});
