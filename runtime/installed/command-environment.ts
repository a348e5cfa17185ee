/**
 * The environment in which a package's programs run.
 *
 * Source: Habitat, `environment_for_command` of an installed package.
 */
import type { InstalledStore } from "../store/installed.ts";
import type { Package } from "../store/package.ts";
import { runtimePath } from "../store/paths.ts";

/**
 * The package's `RUNTIME_ENVIRONMENT` with `RUNTIME_PATH` as `PATH`.
 *
 * @param options.store Where the dependencies of an old package, which has no `RUNTIME_PATH`, are.
 * @param options.inherited The caller's environment: a `SSL_CERT_FILE` of the user's own wins over
 * the one that packages bring along.
 * @returns The variables, sorted by name.
 * @throws HabcError `dep-broken`.
 */
export function commandEnvironment(
  found: Package,
  options: {
    readonly store: InstalledStore;
    readonly inherited: Readonly<Record<string, string | undefined>>;
  },
): Map<string, string> {
  const { store, inherited } = options;
  const variables = new Map(found.pairs("RUNTIME_ENVIRONMENT"));
  variables.delete("PATH");
  const path = found.text("RUNTIME_PATH") ?? oldPath(found, store);
  if (path !== "") variables.set("PATH", path);
  for (const [name, value] of found.pairs("RUNTIME_ENVIRONMENT_PATHS")) variables.set(name, value);
  if (inherited["SSL_CERT_FILE"]) variables.delete("SSL_CERT_FILE");
  return new Map([...variables].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function oldPath(found: Package, store: InstalledStore): string {
  const [deps, tdeps] = [found.deps(), found.tdeps()].map((idents) =>
    idents.flatMap((ident) => store.newest(ident) ?? []),
  );
  return runtimePath(found.pathEntries(), { deps: deps ?? [], tdeps: tdeps ?? [] });
}
