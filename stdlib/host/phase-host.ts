/** The phase host of a plan.ts: what it does with each message of the driver. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { callbackNames } from "../../compiler/ir/index.ts";
import { type Assignment, decodeAssignments, encodeAssignments } from "../protocol/messages.ts";
import { isBashText } from "./bash-text.ts";
import { openBridge } from "./bridge.ts";
import type { Channel } from "./channel.ts";
import { type AnyContext, makeContext } from "./context.ts";
import { openEnvironment } from "./environment.ts";
import { failureTexts } from "./failure.ts";
import { changeFolder, currentFolder } from "./folder.ts";
import { openKnowledge } from "./knowledge.ts";
import { originOf, setOrigin } from "./origins.ts";
import { say } from "./output.ts";
import { PlanError } from "./plan-error.ts";
import {
  importPlan,
  type PlanDefinition,
  type PlanSources,
  planSources,
  provideImportMeta,
} from "./plan-file.ts";
import { hasVersionCallback } from "./plan-settings.ts";
import { openShell } from "./shell.ts";
import { planFrames } from "./stack.ts";

/** After so many seconds the host says what it waits for. */
const patience = 5;

/** Serves the driver until it says `exit` or is gone. */
export async function servePhases(channel: Channel): Promise<number> {
  const environment = openEnvironment();
  const knowledge = openKnowledge(environment);
  const bridge = openBridge(channel, knowledge);
  const shell = openShell(environment.variables);
  const context: AnyContext = makeContext({
    shell,
    environment,
    knowledge,
    bridge,
    end: (error) => {
      ending = error;
    },
    updateVersion,
    attach,
  });
  let plan: PlanDefinition = {};
  let sources: PlanSources | undefined;
  /** Settings that follow from a new version and are in no snapshot yet. */
  let recomputed: Assignment[] = [];
  /** Where a callback failed. */
  let failedIn: string | undefined;
  /** The error of an `exit_with`. */
  let ending: PlanError | undefined;
  /** What nobody awaited and failed, in a box, as anything can be thrown. */
  let stray: { readonly thrown: unknown } | undefined;
  for (const event of ["unhandledRejection", "uncaughtException"] as const) {
    process.on(event, (thrown: unknown) => {
      stray ??= { thrown };
    });
  }

  async function load(file: string): Promise<Assignment[]> {
    const code = await readFile(file, "utf8");
    provideImportMeta(() => String(knowledge.read("PLAN_CONTEXT")) || dirname(file));
    sources = planSources(file, code);
    plan = await importPlan(file);
    const settings = knowledge.load(plan);
    const defined = callbackNames.filter((name) =>
      name === "pkg_version" ? hasVersionCallback(plan) : plan[name] !== undefined,
    );
    const functions = defined.flatMap((name): Assignment[] => {
      const place = sources?.placeOf(name);
      return [
        { kind: "function", name, file: place?.file ?? file, line: place?.line ?? 1 },
        { kind: "definition", name, text: textOf(plan[name]) },
      ];
    });
    return [...settings, ...functions];
  }

  async function call(name: string): Promise<unknown> {
    const body = plan[name];
    if (typeof body === "function") return body(context);
    if (typeof body === "string") return bridge({ helper: "eval", args: [body] });
    if (isBashText(body)) return bridge({ helper: "eval", args: [body.bash] });
    return undefined;
  }

  /** Runs a callback in a folder, and comes back from wherever it goes. */
  async function run(name: string, cwd: string): Promise<void> {
    const before = currentFolder();
    if (cwd !== "") changeFolder(cwd);
    try {
      await runToTheEnd(name);
    } catch (thrown) {
      failedIn = process.cwd();
      throw thrown;
    } finally {
      changeFolder(existsSync(before) ? before : String(knowledge.read("PLAN_CONTEXT")) || "/");
    }
  }

  /** Waits also for the commands and promises that a callback did not await. */
  async function runToTheEnd(name: string): Promise<void> {
    await call(name);
    const since = Date.now();
    let told = false;
    for (let left = shell.running(); left.length > 0; left = shell.running()) {
      if (!told && Date.now() - since > patience * 1000) {
        told = true;
        const text = `${name} is over, and waits for what it did not await: ${left.join("; ")}`;
        say("warning", String(knowledge.read("pkg_name")), text);
      }
      await sleep(10);
    }
    await sleep(0);
    if (ending !== undefined) throw ending;
    if (stray !== undefined) throw stray.thrown;
  }

  async function updateVersion(): Promise<void> {
    if (!hasVersionCallback(plan)) {
      await bridge({ helper: "update_pkg_version" });
      return;
    }
    const version = String(await call("pkg_version")).replace(/\n+$/, "");
    recomputed = knowledge.update(version);
    const args = [version, ...encodeAssignments(recomputed)];
    await bridge({ helper: "update_pkg_version", args });
  }

  /** A shell in the middle of a callback. */
  async function attach(): Promise<void> {
    const [place] = planFrames(new Error().stack ?? "", sources);
    await openShellAt([
      "attach",
      "",
      place?.name ?? "",
      place?.file ?? "",
      String(place?.line ?? 0),
    ]);
  }

  /** @param place KIND TITLE FUNCTION FILE LINE */
  async function openShellAt(place: readonly string[]): Promise<void> {
    const args = [...place, ...encodeAssignments(environment.changes())];
    await bridge({ helper: "attach", args }).catch((thrown: unknown) => {
      throw thrown instanceof PlanError ? ended(thrown) : thrown;
    });
  }

  /** The user ended the build; the call as such says nothing. */
  function ended(thrown: PlanError): PlanError {
    const command = "attach: exit-program";
    const error = new PlanError(command, thrown.status);
    const place = originOf(thrown)?.place;
    if (place !== undefined) setOrigin(error, { command, place });
    return error;
  }

  /** The shell for a callback that failed. */
  async function failureShell(place: readonly string[]): Promise<readonly Assignment[]> {
    if (failedIn !== undefined) process.chdir(failedIn);
    await openShellAt(place);
    return [];
  }

  function state(): string[] {
    const umask: Assignment = { kind: "umask", mask: process.umask() };
    const settings = recomputed;
    recomputed = [];
    return encodeAssignments([...settings, ...environment.changes(), umask]);
  }

  async function answer(work: () => Promise<readonly Assignment[]>): Promise<void> {
    try {
      const assignments = await work();
      channel.send("done", "0", ...encodeAssignments(assignments), ...state());
    } catch (thrown) {
      channel.send("failed", ...failureTexts(thrown, sources));
    }
  }

  /** A last callback: its failure is told to the user and to nobody else. */
  async function final(name: string): Promise<readonly Assignment[]> {
    ending = undefined;
    stray = undefined;
    await run(name, "").catch((thrown: unknown) => {
      const [, command = ""] = failureTexts(thrown, sources);
      // A text of bash, which has said what was wrong, is no short name of it.
      const what = command.includes("\n") ? "" : `: ${command}`;
      say("warning", String(knowledge.read("pkg_name")), `${name} failed${what}`);
    });
    return [];
  }

  for (;;) {
    const frame = (await channel.receive()) ?? ["exit", "0"];
    const [kind, first = "", second = ""] = frame;
    switch (kind) {
      case "assign":
        knowledge.tell(decodeAssignments(frame.slice(1)));
        break;
      case "load":
        await answer(() => load(first));
        break;
      case "run":
        await answer(async () => {
          await run(first, second);
          return [];
        });
        break;
      case "shell":
        await answer(() => failureShell(frame.slice(2)));
        break;
      case "final":
        await answer(() => final(first));
        break;
      case "exit":
        return Number(first);
    }
  }
}

/** A callback as its text, to tell whether it was changed. */
function textOf(body: unknown): string {
  return isBashText(body) ? body.bash : String(body);
}
