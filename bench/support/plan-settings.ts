/** What plan.ts files set when they are run, without a build around them. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { type SettingValue, variables } from "../../compiler/ir/index.ts";
import type { PlanDefinition } from "../../stdlib/host/plan-file.ts";
import { computeSettings } from "../../stdlib/host/plan-settings.ts";
import { unsetVersion } from "../../stdlib/unset-version.ts";

/**
 * Makes a module of each plan.ts.
 *
 * @param files Plans below one folder.
 * @param stdlib The module that `habc` stands for in them.
 */
export async function bundlePlans(files: readonly string[], folder: string, stdlib: string) {
  await build({
    entryPoints: [...files],
    outbase: folder,
    outdir: folder,
    bundle: true,
    format: "esm",
    platform: "node",
    outExtension: { ".js": ".mjs" },
    alias: { habc: stdlib },
    logLevel: "error",
    tsconfigRaw: {},
  });
}

/** What a plan finds around it. */
export interface PlanWorld {
  readonly env: Readonly<Record<string, string>>;
  /** The folder that counts as the plan's own. */
  readonly context: string;
}

/**
 * Runs the top level of a plan.
 *
 * @param folder Where `bundlePlans` has put the module.
 * @throws What the plan throws; PlanError for what is no setting.
 */
export async function planSettings(
  folder: string,
  { env, context }: PlanWorld,
): Promise<Readonly<Record<string, SettingValue>>> {
  const url = pathToFileURL(join(folder, "plan.mjs"));
  // Another address is another module, which is run again.
  url.search = new URLSearchParams(env).toString();
  const before = { ...process.env };
  try {
    Object.assign(process.env, env);
    const { default: plan }: { default: PlanDefinition } = await import(url.href);
    const given = givenValues(context);
    const values = computeSettings(plan, unsetVersion, (name) => given.get(name));
    const text = JSON.stringify(Object.fromEntries(values));
    return JSON.parse(text.replaceAll(placeholder, String(values.get("pkg_name") ?? "")));
  } finally {
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, before);
  }
}

const servicePath = variables.pkg_svc_path.loading;
const placeholder = servicePath.split("/").at(-1) ?? "";

function givenValues(context: string): ReadonlyMap<string, string> {
  const loading = Object.entries(variables).flatMap(([name, spec]): [string, string][] =>
    "loading" in spec ? [[name, spec.loading.replace("$pkg_svc_path", servicePath)]] : [],
  );
  return new Map([
    ["HAB_CACHE_SRC_PATH", "/hab/cache/src"],
    ["PLAN_CONTEXT", context],
    ["SRC_PATH", context],
    ["pkg_target", "x86_64-linux"],
    ...loading,
  ]);
}
