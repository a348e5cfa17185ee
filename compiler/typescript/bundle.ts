/** Makes one JavaScript file of a plan.ts and all it imports, without running any of it. */
import { realpath, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type BuildFailure, build } from "esbuild";
import { HabcError } from "../ir/index.ts";
import { failureError } from "./bundle-failure.ts";
import { confinement } from "./confinement.ts";
import { importMeta, importMetaDefines } from "./import-meta.ts";
import { inlineSourceMap } from "./source-map.ts";
import { stdlibEntry } from "./stdlib-entry.ts";

/** What is bundled, and where to. Paths are absolute or relative to the working directory. */
export interface BundleRequest {
  /** The `plan.ts`. */
  readonly file: string;
  /** The folder whose files the plan may import, beside installed npm packages. */
  readonly sourceTree: string;
  /** The file to write: an ES module for Node.js 20 with an inline source map. */
  readonly outFile: string;
}

/** What a bundle was made of. */
export interface PlanBundle {
  /** The real, absolute paths of the files read, the plan itself among them, sorted. */
  readonly files: readonly string[];
}

/**
 * Bundles a plan. `habc` becomes the library that belongs to this program, modules of Node.js
 * stay imports, and everything else is in the file: it runs where the plan's files are not.
 *
 * @throws HabcError `plan-syntax` for what cannot be parsed or found, `plan-import-outside`,
 * `plan-not-found` when there is no such file. Every error has its place in the plan.
 */
export async function bundlePlan(request: BundleRequest): Promise<PlanBundle> {
  const file = await real(request.file);
  const sourceTree = await real(request.sourceTree);
  const stdlib = stdlibEntry();
  const result = await build({
    absWorkingDir: sourceTree,
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    outfile: resolve(request.outFile),
    format: "esm",
    platform: "node",
    target: "node20",
    sourcemap: "external",
    sourcesContent: true,
    charset: "utf8",
    // A tsconfig.json above the source tree must not change what the plan means.
    tsconfigRaw: {},
    logLevel: "silent",
    define: importMetaDefines,
    plugins: [confinement({ file, sourceTree, stdlib }), importMeta(dirname(file))],
  }).catch((failure: BuildFailure) => {
    throw failureError(failure, sourceTree);
  });

  const inputs = Object.keys(result.metafile.inputs).map((path) => resolve(sourceTree, path));
  const outputs = result.outputFiles.map(({ path, text }) => ({ path, text }));
  const map = outputs.find(({ path }) => path.endsWith(".map"))?.text ?? "{}";
  const code = outputs.find(({ path }) => !path.endsWith(".map"))?.text ?? "";
  const folder = dirname(resolve(request.outFile));
  const ours = (path: string) => path !== file && path.startsWith(`${dirname(stdlib)}/`);
  const foreign = (path: string) => ours(path) || path.includes("/node_modules/");
  await writeFile(request.outFile, code + inlineSourceMap(map, folder, foreign));
  return { files: inputs.filter((path) => !ours(path)).sort() };
}

async function real(path: string): Promise<string> {
  return realpath(path).catch((cause: unknown) => {
    throw new HabcError("plan-not-found", `${path} cannot be read`, { cause });
  });
}
