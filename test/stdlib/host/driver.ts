/** Starts the real phase host on a bundled plan, with the driver's real end of the channel. */
import { spawn } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { bundlePlan } from "../../../compiler/typescript/bundle.ts";
import { assetPath } from "../../../runtime/assets.ts";
import {
  connectHost,
  type HelperCall,
  type Outcome,
  type PlanHost,
  type Reply,
} from "../../../runtime/host/plan-host.ts";
import type { Assignment } from "../../../stdlib/protocol/messages.ts";

/** A host with a loaded plan, and what came of it so far. */
export interface Session {
  readonly folder: string;
  /** How the loading ended. */
  readonly loaded: Outcome;
  readonly host: PlanHost;
  readonly calls: HelperCall[];
  /** What the host and its commands wrote. */
  readonly output: { stdout: string; stderr: string };
  run(name: string, cwd?: string): Promise<Outcome>;
  final(name: string): Promise<Outcome>;
  /** Ends the host. @returns Its exit status. */
  end(status?: number): Promise<number>;
}

export interface Options {
  readonly environment?: Readonly<Record<string, string>>;
  /** Told before the plan is loaded. */
  readonly assignments?: readonly Assignment[];
  /** Answers helper calls; a success without a word if absent. */
  readonly reply?: (call: HelperCall) => Reply | Promise<Reply>;
  /** Files beside the plan. */
  readonly files?: Readonly<Record<string, string>>;
}

/** @param plan The text of the properties, or of a whole plan.ts where it has an `import`. */
export async function openPlan(plan: string, options: Options = {}): Promise<Session> {
  const folder = await mkdtemp(join(tmpdir(), "habc-host-"));
  const file = join(folder, "plan.ts");
  const whole = plan.includes("import ")
    ? plan
    : `import { bash, definePlan } from "habc";\nexport default definePlan({\n${plan}\n});\n`;
  await writeFile(file, whole);
  for (const [name, text] of Object.entries(options.files ?? {})) {
    await writeFile(join(folder, name), text);
  }
  const bundle = join(folder, "plan.mjs");
  await bundlePlan({ file, sourceTree: folder, outFile: bundle });

  const child = spawn(process.execPath, ["--enable-source-maps", assetPath("host.mjs")], {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", ...options.environment },
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
  });
  const exited = new Promise<number>((resolve) => {
    child.on("close", (status) => resolve(status ?? 1));
  });
  const [, stdout, stderr, requests] = child.stdio as unknown as [null, ...Readable[]];
  if (stdout === undefined || stderr === undefined || requests === undefined) {
    throw new Error("no pipes");
  }
  const output = { stdout: "", stderr: "" };
  stdout.on("data", (chunk: Buffer) => {
    output.stdout += chunk.toString("latin1");
  });
  stderr.on("data", (chunk: Buffer) => {
    output.stderr += chunk.toString("latin1");
  });
  const replies = child.stdio[4] as Writable;
  const host = connectHost({ stdout, stderr, requests, replies, exited });

  const calls: HelperCall[] = [];
  const ask = async (...frame: string[]) => {
    const outcome = await host.ask(frame, async (call) => {
      calls.push(call);
      return (await options.reply?.(call)) ?? { status: 0 };
    });
    // What was written before the answer is on its way through another pipe.
    await new Promise((resolve) => setTimeout(resolve, 20));
    return outcome;
  };
  if (options.assignments !== undefined) host.assign(options.assignments);
  return {
    folder,
    loaded: await ask("load", bundle),
    host,
    calls,
    output,
    run: (name, cwd = folder) => ask("run", name, cwd),
    final: (name) => ask("final", name),
    end(status = 0) {
      host.tell("exit", String(status));
      return exited;
    },
  };
}

/** The properties that every plan needs, and some more. */
export function planWith(properties: string): string {
  return `  pkg_name: "redis",\n  pkg_version: "7.2",\n${properties}`;
}

/** What an outcome says of a variable. */
export function assigned(outcome: Outcome, name: string): unknown {
  if (outcome.kind !== "done") return outcome;
  const found = outcome.state.find((item) => "name" in item && item.name === name);
  return found !== undefined && "value" in found ? found.value : found;
}
