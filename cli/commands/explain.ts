import { type DiagnosticCode, diagnosticSpecs, HabcError } from "../../compiler/ir/index.ts";
import { closestNames } from "../../runtime/store/closest.ts";
import type { Run } from "../command.ts";
import { list, wrap } from "../help-layout.ts";
import { palette } from "../render/palette.ts";
import type { explainSpec } from "./explain.spec.ts";

const widest = 80;

/** Explains one code, or lists all. */
export const run: Run<typeof explainSpec> = async ({ arguments: { CODE }, options }, context) => {
  const all = Object.keys(diagnosticSpecs) as DiagnosticCode[];
  const codes = CODE === undefined ? all : [known(CODE, all)];
  const { stdout } = context;
  if (options.json) {
    for (const code of codes) stdout.write(`${JSON.stringify({ code, ...facts(code) })}\n`);
  } else if (CODE === undefined) {
    stdout.write(list(codes.map((code) => [code, diagnosticSpecs[code].title])));
  } else {
    for (const code of codes) stdout.write(page(code, stdout.colours));
  }
  return 0;
};

/** A code as it was meant: messages show it in brackets, behind a severity. */
function known(given: string, all: readonly DiagnosticCode[]): DiagnosticCode {
  const text = given.replace(/^\w*\[(.*)\]$/, "$1").toLowerCase();
  const code = all.find((each) => each === text);
  if (code !== undefined) return code;
  const guesses = closestNames(text, all).map((each) => `\`${each}\``);
  throw new HabcError("usage", `there is no code \`${given}\``, {
    hint:
      guesses.length === 0
        ? "`habc explain` lists the codes"
        : `did you mean ${guesses.join(" or ")}?`,
  });
}

function facts(code: DiagnosticCode) {
  const { title, explain, severity = "error", exitCode = 1 } = diagnosticSpecs[code];
  return { title, severity, exitCode, explain };
}

function page(code: DiagnosticCode, colours: boolean): string {
  const paint = palette(colours);
  const { title, severity, exitCode, explain } = facts(code);
  const status = severity === "error" ? `, exit status ${exitCode}` : "";
  const body = explain.split("\n").flatMap((line) => wrap(line, widest));
  return [
    `${paint.bold(title)}\n`,
    ...body.map((line) => line.replace(/`[^`]+`/g, (quoted) => paint.cyan(quoted))),
    `\n${paint.dim(`${severity}[${code}]${status}`)}\n`,
  ].join("\n");
}
