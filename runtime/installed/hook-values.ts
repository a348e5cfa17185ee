/** What the template of a package's hook can name. */
import { parse } from "smol-toml";
import { satisfies, tryParseIdent } from "../store/ident.ts";
import type { InstalledStore } from "../store/installed.ts";
import { type Package, pathInside } from "../store/package.ts";
import { commandEnvironment } from "./command-environment.ts";
import type { TemplateValues } from "./hook-template.ts";

/** Source: Habitat reference, "Plan settings": the `pkg` namespace of templates. */
export function templateValues(found: Package, store: InstalledStore): TemplateValues {
  const { origin, name, version, release } = found.ident;
  const service = `/hab/svc/${name}`;
  const folders = ["config", "data", "files", "static", "var", "logs"].map((folder) => [
    folder === "logs" ? "svc_logs_path" : `svc_${folder}_path`,
    `${service}/${folder}`,
  ]);
  const needed = [found.ident, ...found.deps(), ...found.tdeps()];
  return {
    pkg: {
      ...{ origin, name, version, release, ident: found.name, path: found.path },
      ...{ svc_path: service, ...Object.fromEntries(folders) },
      svc_user: found.text("SVC_USER") ?? "hab",
      svc_group: found.text("SVC_GROUP") ?? "hab",
      env: Object.fromEntries(commandEnvironment(found, { store, inherited: {} })),
    },
    cfg: configuration(found),
    pathFor(text) {
      const wanted = tryParseIdent(text);
      const ident = wanted && needed.find((each) => satisfies(each, wanted));
      return ident && pathInside(ident);
    },
  };
}

function configuration(found: Package): Readonly<Record<string, unknown>> {
  try {
    return parse(found.text("default.toml") ?? "");
  } catch {
    return {};
  }
}
