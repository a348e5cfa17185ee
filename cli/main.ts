#!/usr/bin/env node
/** The `habc` program: hands the process to a command, and its result to the shell. */
import type { Terminal } from "../runtime/shell/terminal.ts";
import { loadCommand } from "./commands/index.ts";
import type { CommandContext } from "./context.ts";
import { forwardSignals, lostOutput } from "./interruption.ts";
import { parse } from "./program.ts";
import { tellRefusal } from "./refusal.ts";
import { flushed, processOutput, readInput } from "./streams.ts";
import { userTerminal } from "./terminal.ts";

const controller = new AbortController();
/** Settles when it has been told that the output cannot be written; absent: it can. */
let outputLost: Promise<unknown> | undefined;

function loseOutput(error: NodeJS.ErrnoException): void {
  const reason = lostOutput(error);
  controller.abort(reason);
  // A reader that has seen enough (`| head`) needs no explanation.
  const isTold = error.code !== "EPIPE";
  outputLost = isTold ? tellRefusal(reason, context, { json: false }) : Promise.resolve();
}

/** A folder that was removed has no path of its own any more, but the shell still knows it. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return process.env["PWD"] || "/";
  }
}

let terminal: Terminal | undefined;
const context: CommandContext = {
  stdout: processOutput(process.stdout, loseOutput),
  stderr: processOutput(process.stderr, () => {}),
  readInput,
  input: () => process.stdin,
  get terminal() {
    terminal ??= userTerminal(process.env);
    return terminal;
  },
  environment: process.env,
  cwd: workingFolder(),
  signal: controller.signal,
};

async function run(args: readonly string[]): Promise<number> {
  let json = false;
  try {
    const request = parse(args);
    if (request.kind === "text") {
      context.stdout.write(request.text);
      return 0;
    }
    if (request.kind === "incomplete") {
      context.stderr.write(request.text);
      return 2;
    }
    const { name, spec, invocation } = request;
    json = (invocation.options as Readonly<Record<string, unknown>>)["json"] === true;
    if (spec.interruptible) forwardSignals(controller);
    const carryOut = await loadCommand(name);
    return await carryOut(invocation, context);
  } catch (thrown) {
    if (outputLost !== undefined) return 1;
    return await tellRefusal(thrown, context, { json });
  }
}

async function end(status: number): Promise<never> {
  await flushed(process.stdout, process.stderr);
  await outputLost;
  const { aborted, reason } = controller.signal;
  // A command that had succeeded before a signal came has succeeded; lost output is a failure.
  const lost = aborted && (status !== 0 || outputLost !== undefined);
  process.exit(lost ? reason.exitCode : status);
}

process.on("uncaughtException", async (thrown) =>
  end(await tellRefusal(thrown, context, { json: false })),
);
await end(await run(process.argv.slice(2)));
