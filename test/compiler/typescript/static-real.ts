/** What running a plan.ts shows, to hold what is read of it against. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import {
  type PlanIR,
  type SettingName,
  type SettingValue,
  settingNames,
} from "../../../compiler/ir/index.ts";
import { bundlePlan } from "../../../compiler/typescript/bundle.ts";
import { compileTypescriptPlan } from "../../../compiler/typescript/static/index.ts";
import { assetPath } from "../../../runtime/assets.ts";
import { initialAssignments, type LoadContext } from "../../../runtime/build/loading.ts";
import { connectHost } from "../../../runtime/host/plan-host.ts";
import type { PlanCase } from "./static-plans/plan-case.ts";

/** What a plan is after it was loaded. */
export interface Reported {
  readonly settings: Partial<Record<SettingName, SettingValue>>;
  readonly callbacks: readonly string[];
  /** Why it could not be loaded. */
  readonly failure?: string;
}

/** Writes a plan and the files beside it into a folder of its own. */
export function planFolder({ plan, files = {} }: PlanCase): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "habc-static-")));
  for (const [name, text] of Object.entries({ ...files, "plan.ts": plan })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Reads a plan without running it. */
export function read(folder: string, env: Readonly<Record<string, string>> = {}): Promise<PlanIR> {
  return compileTypescriptPlan({ file: join(folder, "plan.ts"), sourceTree: folder, env });
}

/** Loads a plan in the real phase host, as a build does. */
export async function run(
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Reported> {
  const outFile = join(mkdtempSync(join(tmpdir(), "habc-bundle-")), "plan.mjs");
  await bundlePlan({ file: join(folder, "plan.ts"), sourceTree: folder, outFile });
  const child = spawn(process.execPath, ["--enable-source-maps", assetPath("host.mjs")], {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "", ...env },
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
  });
  const exited = new Promise<number>((resolve) => child.on("close", (code) => resolve(code ?? 1)));
  const [, stdout, stderr, requests] = child.stdio as unknown as [
    null,
    Readable,
    Readable,
    Readable,
  ];
  stdout.resume();
  stderr.resume();
  const replies = child.stdio[4] as Writable;
  const host = connectHost({ stdout, stderr, requests, replies, exited });
  host.assign(told(folder));
  const loaded = await host.ask(["load", outFile], async () => ({ status: 1 }));
  host.tell("exit", "0");
  await exited;
  if (loaded.kind !== "done") {
    return { settings: {}, callbacks: [], failure: JSON.stringify(loaded) };
  }
  const known = new Set<string>(settingNames);
  const settings: Record<string, SettingValue> = {};
  const callbacks: string[] = [];
  for (const item of loaded.state) {
    if (item.kind === "function") callbacks.push(item.name);
    else if ("name" in item && "value" in item && known.has(item.name)) {
      settings[item.name] = item.value as SettingValue;
    }
  }
  const name = settings["pkg_name"];
  for (const [key, value] of Object.entries(settings)) {
    // The driver puts the name there when the plan is loaded.
    if (typeof value === "string") settings[key] = value.replaceAll("@__pkg_name__@", String(name));
  }
  return { settings, callbacks };
}

/** The variables that a build tells a plan before it is loaded. */
function told(folder: string) {
  return initialAssignments({
    request: { environment: {} },
    target: "x86_64-linux",
    release: "20240101000000",
    context: folder,
    givenSource: folder,
    results: join(folder, "results"),
  } as unknown as LoadContext);
}

/** Where the reading says something else than running shows; empty where it is right. */
export function mistakes(ir: PlanIR, { settings, callbacks, failure }: Reported): string[] {
  if (failure !== undefined) {
    const known = Object.keys(ir.settings).length > 0 && ir.diagnostics.length === 0;
    return known ? [`the plan cannot be loaded: ${failure}`] : [];
  }
  if (ir.diagnostics.length > 0) return [`${ir.diagnostics[0]?.message}, but the plan is loaded`];
  const wrong = settingNames.flatMap((name) => {
    if (ir.dynamic[name] !== undefined) return [];
    const [read, real] = [JSON.stringify(ir.settings[name]), JSON.stringify(settings[name])];
    return read === real ? [] : [`${name}: read ${read}, is ${real}`];
  });
  const [read, real] = [Object.keys(ir.callbacks).sort().join(), [...callbacks].sort().join()];
  return read === real ? wrong : [...wrong, `callbacks: read ${read}, are ${real}`];
}
