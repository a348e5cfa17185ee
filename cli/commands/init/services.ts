/** The services beside a new composite. */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Service } from "../../../compiler/init/index.ts";
import { isHabcError } from "../../../compiler/ir/index.ts";
import { readAnyPlan } from "../../../compiler/read-plan.ts";
import { discoverPlan } from "../../../compiler/source/discover.ts";
import { innerEnvironment } from "../../../runtime/build/inner-environment.ts";
import { hostTarget } from "../../../runtime/build/target.ts";
import type { CommandContext } from "../../context.ts";

/**
 * @param path The folder of the composite; absolute.
 * @returns Those whose plans lie in folders beside it, in the order of the folders.
 */
export async function servicesBeside(path: string, context: CommandContext): Promise<Service[]> {
  const parent = dirname(path);
  if (!existsSync(parent)) return [];
  const folders = readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => join(parent, name))
    .sort();
  const services: Service[] = [];
  for (const folder of folders) {
    const service = await serviceIn(folder, context).catch((thrown: unknown) => {
      // What holds no plan, or one that cannot be read, is none.
      if (isHabcError(thrown)) return undefined;
      throw thrown;
    });
    if (service !== undefined) services.push(service);
  }
  return services;
}

async function serviceIn(
  folder: string,
  { environment }: CommandContext,
): Promise<Service | undefined> {
  const target = hostTarget();
  const plan = discoverPlan(folder, target);
  const env = innerEnvironment(environment, "namespaces").variables;
  const { settings } = await readAnyPlan(plan, { env, target });
  const { pkg_name: name, pkg_svc_run: command } = settings;
  const origin = environment["HAB_ORIGIN"] || settings.pkg_origin;
  const runs = command !== undefined || existsSync(join(plan.context, "hooks/run"));
  if (!runs || !name || !origin) return undefined;
  return {
    ident: `${origin}/${name}`,
    exports: Object.keys(settings.pkg_exports ?? {}),
    binds: { ...settings.pkg_binds, ...settings.pkg_binds_optional },
  };
}
