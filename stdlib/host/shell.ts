/** The `$` of a plan: zx, bound to the environment and the working directory of this process. */
import { defaults, type LogEntry, ProcessPromise, quote, $ as zx } from "zx/core";
import type { PlanContext } from "../plan-context.ts";
import { writeAll } from "./channel.ts";
import { setOrigin } from "./origins.ts";

type Shell = PlanContext<string, string>["$"];

/** The shell, and what of it is still at work. */
export interface HostShell {
  readonly $: Shell;
  /** The commands that have not ended. */
  running(): string[];
}

interface Started {
  readonly promise: ProcessPromise;
  readonly place: Error;
}

/** @param environment What the commands get. */
export function openShell(environment: Record<string, string | undefined>): HostShell {
  const started = new Map<string, Started>();
  let lastEnded = "";

  function log(entry: LogEntry): void {
    switch (entry.kind) {
      case "cmd":
        if (process.env["DEBUG"]) writeAll(2, Buffer.from(`+ ${entry.cmd}\n`));
        break;
      case "stdout":
      case "stderr":
        // After its end zx completes a last line; the command did not write that.
        if (entry.verbose && entry.id !== lastEnded) {
          writeAll(entry.kind === "stdout" ? 1 : 2, entry.data);
        }
        break;
      case "end":
        ended(entry.id);
    }
  }

  function ended(id: string): void {
    lastEnded = id;
    const command = started.get(id);
    started.delete(id);
    if (command === undefined) return;
    // zx makes the output as soon as it has told of the end.
    queueMicrotask(() => {
      const { promise, place } = command;
      if (promise.output !== null) setOrigin(promise.output, { command: promise.cmd, place });
    });
  }

  function watch(promise: ProcessPromise, place: Error): void {
    if (promise.stage !== "running") return;
    started.set(promise.id, { promise, place });
    // Nothing comes in unless the plan sends it: a program that reads sees the end at once.
    setImmediate(() => {
      if (!isFed(promise)) promise.child?.stdin?.end();
    });
  }

  function wrap<Target extends object>(target: Target): Target {
    return new Proxy(target, {
      apply(callee, self, args) {
        const place = new Error();
        const result: unknown = Reflect.apply(callee as () => unknown, self, args);
        if (result instanceof ProcessPromise) watch(result, place);
        return typeof result === "function" ? wrap(result) : result;
      },
    });
  }

  Object.assign(zx, {
    env: environment,
    verbose: true,
    prefix: "set -euo pipefail; ",
    quote,
    detached: false,
    log,
  });
  followWorkingDirectory();
  return {
    $: wrap(zx),
    running: () =>
      [...started.values()]
        .filter(({ promise }) => promise.stage === "running")
        .map(({ promise }) => promise.cmd),
  };
}

/** zx keeps the directory in which it was loaded; a plan expects the one in which it is. */
function followWorkingDirectory(): void {
  let chosen: string | undefined;
  Object.defineProperty(defaults, "cwd", {
    enumerable: true,
    configurable: true,
    get: () => chosen ?? process.cwd(),
    set: (folder: string | undefined) => {
      chosen = folder;
    },
  });
}

/** Whether the plan gave a command something to read: zx keeps both to itself. */
function isFed(promise: ProcessPromise): boolean {
  const bus: { sources(promise: ProcessPromise): unknown[] } = Reflect.get(ProcessPromise, "bus");
  const options: { input?: unknown } = Reflect.get(promise, "_snapshot");
  const written = (promise.child?.stdin?.writableLength ?? 0) > 0;
  return bus.sources(promise).length > 0 || options.input !== undefined || written;
}
