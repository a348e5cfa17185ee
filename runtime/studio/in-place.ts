/** No studio: the build runs on the machine as it is, and sees all of it. */
import { spawn } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { constants as osConstants } from "node:os";
import { join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { holdsBytes } from "../build/byte-values.ts";
import { belowStore, makeFolders, removeEmpty } from "./prefix-folders.ts";
import { removeTree } from "./remove-tree.ts";
import { makePipes, type Pipes, releaseStreams, type Streams } from "./streams.ts";
import type { Studio, StudioProcess, StudioSpec } from "./studio.ts";

const processSlots = 2;

/**
 * Makes ready for running processes in place. Of the spec, `scratch`, `store`, `environment` and
 * `cwd` count: nothing is hidden, and every path is the same inside and outside.
 *
 * What processes leave running in sessions of their own outlives the build.
 *
 * @throws HabcError `tool-missing`, `studio-failed`.
 */
export async function openInPlaceStudio(spec: StudioSpec): Promise<Studio> {
  for (const [name, value] of Object.entries(spec.environment)) {
    if (!holdsBytes(value)) continue;
    throw new HabcError("usage", `the value of ${name} is no UTF-8`, {
      hint: "a build in the studio can have it: leave out `--studio none`",
    });
  }
  const folder = join(spec.scratch, "streams");
  const pipes = await makePipes(folder, processSlots);
  const running: Running[] = [];
  let target: string | undefined;
  let closing: Promise<void> | undefined;

  const signal = async (name: NodeJS.Signals) => {
    for (const { group } of running) sendToGroup(group, name);
  };

  async function close(): Promise<void> {
    await signal("SIGKILL");
    await Promise.all(running.map(({ exited }) => exited));
    for (const { streams } of running) releaseStreams(streams);
    for (const pipe of pipes) pipe.close();
    await removeTree(folder);
    if (target !== undefined) await removeEmpty(target, spec.store);
  }

  return {
    kind: "none",
    inside: (host) => host,
    host: (inside) => inside,
    view: (inside) => inside,
    show: async () => {},
    command: (program) => [program],
    spawn(command) {
      const pipe = pipes[running.length];
      if (pipe === undefined) throw new Error(`a studio runs ${processSlots} processes`);
      const started = start(command, spec, pipe);
      running.push(started);
      return { ...started.streams, exited: started.exited };
    },
    async openPrefix(prefix) {
      const earlier = target;
      target = join(spec.store, belowStore(prefix, spec.store));
      await makeFolders(target);
      if (earlier !== undefined && earlier !== target) await removeEmpty(earlier, spec.store);
      return prefix;
    },
    freeze: () => signal("SIGSTOP"),
    thaw: () => signal("SIGCONT"),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

interface Running {
  /** The process group; undefined where the program could not be started. */
  readonly group: number | undefined;
  readonly streams: Streams;
  readonly exited: StudioProcess["exited"];
}

function start(command: readonly string[], spec: StudioSpec, pipe: Pipes): Running {
  const [stdout, stderr, requests, replies] = pipe.files;
  const files = [stdout, stderr, requests].map((file) => openSync(file, constants.O_WRONLY));
  files.push(openSync(replies, constants.O_RDONLY));
  const [file = "", ...args] = command;
  const child = spawn(file, args, {
    cwd: spec.cwd,
    // A session and a process group of its own.
    detached: true,
    env: { ...spec.environment },
    stdio: ["ignore", ...files],
  });
  const exited = new Promise<number>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? 128 + signalNumber(signal)));
    child.once("error", () => resolve(127));
  });
  const streams = pipe.connect();
  for (const fd of files) closeSync(fd);
  streams.replies.on("error", () => {});
  void exited.then(() => streams.replies.destroy());
  return { group: child.pid, streams, exited };
}

function signalNumber(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : osConstants.signals[signal];
}

function sendToGroup(group: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (group !== undefined) process.kill(-group, signal);
  } catch {
    // Nobody is left in it.
  }
}
