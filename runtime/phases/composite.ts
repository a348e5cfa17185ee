/** Builds a composite package, which stands for several services and runs no phase. */
import { HabcError } from "../../compiler/ir/index.ts";
import type { BuildResult } from "../build/request.ts";
import type { Build } from "../build/state.ts";
import type { Package } from "../store/package.ts";
import { resolvePackages } from "../store/resolve.ts";
import { makeArtifact } from "./artifact.ts";
import { resolveContext } from "./resolve.ts";
import { signingKey } from "./signing-key.ts";

/** @throws HabcError `composite-not-a-service`, `composite-bind`, `dep-missing`, `key-missing`. */
export async function buildComposite(build: Build): Promise<BuildResult> {
  const key = await signingKey(build);
  const names = build.settings.pkg_services ?? [];
  const found = await resolvePackages(names, resolveContext(build));
  const services = new Map(found.map((service, at) => [names[at] ?? service.name, service]));
  for (const [name, service] of services) refuseNoService(name, service);
  for (const [consumer, text] of Object.entries(build.settings.pkg_bind_map ?? {})) {
    for (const pair of text.trim().split(/\s+/)) refuseBadBind({ consumer, pair }, services);
  }
  return makeArtifact(build, { key, services: found });
}

function refuseNoService(name: string, service: Package): void {
  if (service.isService()) return;
  throw new HabcError("composite-not-a-service", `${name} (${service.name}) is not a service`, {
    hint: "it has no run hook and no pkg_svc_run; leave it out of pkg_services",
  });
}

function refuseBadBind(
  { consumer, pair }: { readonly consumer: string; readonly pair: string },
  services: ReadonlyMap<string, Package>,
): void {
  const colon = pair.indexOf(":");
  const bind = pair.slice(0, colon);
  const wanting = services.get(consumer);
  const giving = services.get(pair.slice(colon + 1));
  if (wanting === undefined || giving === undefined) return;
  const binds = new Map([...wanting.pairs("BINDS"), ...wanting.pairs("BINDS_OPTIONAL")]);
  const needed = binds.get(bind);
  if (needed === undefined) {
    throw new HabcError("composite-bind", `pkg_bind_map: ${consumer} has no bind ${bind}`, {
      hint: binds.size === 0 ? "it has no binds at all" : `it has ${[...binds.keys()].join(", ")}`,
    });
  }
  const exported = giving.pairs("EXPORTS");
  const missing = needed.split(/\s+/).filter((name) => name !== "" && !exported.has(name));
  if (missing.length > 0) {
    throw new HabcError(
      "composite-bind",
      `pkg_bind_map: ${consumer} needs ${missing.join(" and ")} of ${bind}, which ${giving.name} does not export`,
      { hint: `it exports ${[...exported.keys()].join(", ") || "nothing"}` },
    );
  }
}
