/** Starts the processes that run a plan. */
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { assetPath } from "../assets.ts";
import { connectHost } from "../host/plan-host.ts";
import type { Shown, Studio, StudioProcess } from "../studio/studio.ts";
import type { PlanSource } from "./request.ts";
import type { Hosts } from "./state.ts";

const toolsInside = "/run/habc";
const bashFolder = dirname(assetPath("stdlib/bash/host.bash"));

/** The files of habc and of the plan that run inside. */
export function hostTools(plan: PlanSource): Shown[] {
  const tools = [shownTool(bashFolder, "bash")];
  if (plan.bundle !== undefined) {
    tools.push(shownTool(assetPath("host.mjs"), "host.mjs"), shownTool(plan.bundle, "plan.mjs"));
  }
  return tools;
}

/** The programs of the host that run them, whatever the build stands on. */
export function hostPrograms(plan: PlanSource): Shown[] {
  return plan.bundle === undefined ? [] : [shownTool(process.execPath, "node")];
}

/** A file or folder that is shown under a name of its own, read-only. */
export function shownTool(host: string, name: string): Shown {
  return { host, inside: `${toolsInside}/${name}`, writable: false };
}

/** The running hosts and what they print. */
export interface StartedHosts extends Hosts {
  readonly stdout: readonly Readable[];
  readonly stderr: readonly Readable[];
  /** The file that the plan's host loads. */
  readonly planFile: string;
}

/** @param planInside The plan file as the studio shows it. */
export function startHosts(studio: Studio, plan: PlanSource, planInside: string): StartedHosts {
  const where = (path: string) => studio.inside(path) ?? path;
  const shellProcess = studio.spawn(["bash", `${where(bashFolder)}/host.bash`]);
  const shell = connectHost(shellProcess);
  if (plan.bundle === undefined) {
    return { plan: shell, shell, planFile: planInside, ...outputsOf(shellProcess) };
  }
  const nodeProcess = studio.spawn([
    ...studio.command(process.execPath),
    "--enable-source-maps",
    where(assetPath("host.mjs")),
  ]);
  return {
    plan: connectHost(nodeProcess),
    shell,
    planFile: where(plan.bundle),
    ...outputsOf(shellProcess, nodeProcess),
  };
}

function outputsOf(...children: readonly StudioProcess[]) {
  return {
    stdout: children.map((child) => child.stdout),
    stderr: children.map((child) => child.stderr),
  };
}
