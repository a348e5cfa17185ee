import { existsSync } from "node:fs";
import type { Statement } from "unbash";
import { limits } from "../budget.ts";
import { type Cause, isUnknown, Lost, PlanStops } from "../cause.ts";
import type { KnownCommand, Outcome } from "../commands/command-table.ts";
import { complain } from "../commands/redirect.ts";
import { enter } from "../commands/substitution.ts";
import { displayPath, readText } from "../files/files.ts";
import type { Flow, Shell } from "../shell.ts";
import { withFrame } from "../state/fork.ts";
import type { SourceText } from "../text/source-text.ts";

/** `source file [arguments]`. */
export const source: KnownCommand = (shell, args, { cause }): Outcome => {
  const given = args.items[0] === "--" ? args.items.slice(1) : args.items;
  const [name, ...rest] = given;
  if (args.open !== undefined) throw new Lost(args.open);
  if (name === undefined) return 2;
  if (isUnknown(name)) throw new Lost(name.cause);
  // Without a slash bash looks through PATH before the working directory.
  if (
    !name.includes("/") &&
    ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].some((folder) =>
      existsSync(`${folder}/${name}`),
    )
  ) {
    throw new Lost({
      reason: `sources \`${name}\`, which a folder of PATH may hold`,
      span: cause.span,
    });
  }
  const text = readText(shell, name);
  if (text === undefined) {
    complain(shell);
    return 1;
  }
  if (isUnknown(text)) throw new Lost(text.cause);
  const sourced = shell.calls.filter((call) => call.name === "source").length;
  if (sourced > limits.sourced) {
    throw new PlanStops({
      reason: `sources \`${name}\` again and again without an end`,
      span: cause.span,
    });
  }
  return { flow: runSourced(shell, name, { file: displayPath(shell, name), text }, rest, cause) };
};

function runSourced(
  shell: Shell,
  name: string,
  file: SourceText,
  args: Shell["state"]["positional"]["items"],
  cause: Cause,
) {
  const script = shell.parse(file.text);
  if (script.errors?.length || file.text.includes("\0")) {
    throw new Lost({ reason: `sources \`${name}\`, which has a syntax error`, span: cause.span });
  }
  const { calls, source: outer } = shell;
  const { positional } = shell.state;
  enter(shell);
  shell.calls = [{ file: name, name: "source" }, ...calls];
  shell.source = file;
  shell.state.status = 0;
  if (args.length > 0) shell.state.positional = { items: args };
  const flow = withFrame(shell, "source", () => runAround(shell, script.commands));
  shell.source = outer;
  shell.calls = calls;
  if (args.length > 0) shell.state.positional = positional;
  shell.budget.depth -= 1;
  return flow;
}

/** `eval words`. */
export const evaluate: KnownCommand = (shell, args, { cause }): Outcome => {
  if (args.open !== undefined) throw new Lost(args.open);
  const texts: string[] = [];
  for (const item of args.items) {
    if (isUnknown(item))
      throw new Lost({ ...item.cause, reason: `evaluates text that ${item.cause.reason}` });
    texts.push(item);
  }
  const text = texts.join(" ");
  const script = shell.parse(text);
  if (script.errors?.length)
    throw new Lost({ ...cause, reason: "evaluates text with a syntax error" });
  const outer = shell.source;
  enter(shell);
  shell.source = { file: outer.file, text, at: cause.span };
  shell.state.status = 0;
  const flow = runAround(shell, script.commands);
  shell.source = outer;
  shell.budget.depth -= 1;
  return { flow };
};

/** Runs the commands of a text, which know of a condition around them but not as one of their own. */
function runAround(shell: Shell, commands: readonly Statement[]): Flow {
  const { tested, testedAround } = shell;
  shell.testedAround = testedAround || tested > 0;
  shell.tested = 0;
  try {
    return shell.run(shell, commands);
  } finally {
    shell.tested = tested;
    shell.testedAround = testedAround;
  }
}
