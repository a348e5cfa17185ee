/** Folders for a studio, and ways to run something in one. */
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { openStudio } from "../../../runtime/studio/index.ts";
import { removeTree } from "../../../runtime/studio/remove-tree.ts";
import type { Studio, StudioSpec } from "../../../runtime/studio/studio.ts";

/** The environment of the processes inside, unless a test gives another. */
export const insideEnvironment = {
  PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
  HOME: "/root",
};

export interface Stage {
  readonly folder: string;
  readonly spec: StudioSpec;
  remove(): Promise<void>;
}

/** Makes a store with one package, caches, keys, and a source tree with a plan. */
export function makeStage(changes: Partial<StudioSpec> = {}, parent = tmpdir()): Stage {
  const folder = mkdtempSync(join(realpathSync(parent), "habc-stage-"));
  const make = (name: string) => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const spec: StudioSpec = {
    scratch: make("hab/studios/one"),
    store: make("hab/pkgs"),
    sourceCache: make("hab/cache/src"),
    artifactCache: make("hab/cache/artifacts"),
    sourceTree: make("tree"),
    results: make("tree/results"),
    tools: [],
    environment: insideEnvironment,
    cwd: "/src",
    network: true,
    ...changes,
  };
  make("hab/cache/keys");
  make("hab/pkgs/core/other/1.0/20200101000000");
  writeFileSync(join(folder, "hab/cache/keys/acme.sig.key"), "the secret key\n");
  writeFileSync(join(folder, "hab/pkgs/core/other/1.0/20200101000000/IDENT"), "core/other\n");
  writeFileSync(join(folder, "tree/plan.sh"), "pkg_name=one\n");
  return { folder, spec, remove: () => removeTree(folder) };
}

/** How a command inside ended. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a bash script inside and waits for its end. */
export async function runScript(studio: Studio, script: string): Promise<Ran> {
  const child = studio.spawn(["bash", "-c", script]);
  const [status, stdout, stderr] = await Promise.all([
    child.exited,
    textOf(child.stdout),
    textOf(child.stderr),
  ]);
  return { status, stdout, stderr };
}

/** Opens a studio for one script. */
export async function inStudio(
  spec: StudioSpec,
  script: string,
  kind: Studio["kind"] = "namespaces",
): Promise<Ran> {
  const studio = await openStudio(kind, spec);
  try {
    return await runScript(studio, script);
  } finally {
    await studio.close();
  }
}

export async function textOf(stream: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks).toString();
}

/** Waits until something holds, and fails if it never does. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 1000; tries += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never came true: ${what}`);
}
