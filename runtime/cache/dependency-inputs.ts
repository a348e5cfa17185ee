/** The exact packages that a build gets. */
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "../../compiler/ir/index.ts";
import { formatIdent } from "../store/ident.ts";
import type { Package } from "../store/package.ts";
import { type ResolveContext, resolveDependencies, resolvePackages } from "../store/resolve.ts";

/** What a plan asks for, as it says itself: what a scaffolding adds is not known before a build. */
export function declaredNeeds(settings: Settings): string[] {
  if (settings.pkg_type === "composite") return settings.pkg_services ?? [];
  const { pkg_scaffolding: scaffolding, pkg_build_deps = [], pkg_deps = [] } = settings;
  return [...(scaffolding ? [scaffolding] : []), ...pkg_build_deps, ...pkg_deps];
}

/**
 * Resolves what a plan declares; what is not installed yet is installed.
 *
 * @returns `dependency <origin/name>` with the releases and the checksum of all that is in each.
 * @throws HabcError as `resolveDependencies`.
 */
export async function dependencyInputs(
  settings: Settings,
  context: ResolveContext,
): Promise<Map<string, string>> {
  if (settings.pkg_type === "composite") return packageInputs(declaredNeeds(settings), context);
  const found = await resolveDependencies(
    {
      deps: settings.pkg_deps ?? [],
      buildDeps: settings.pkg_build_deps ?? [],
      scaffolding: settings.pkg_scaffolding || undefined,
    },
    context,
  );
  return inputsOf(found.allTdeps);
}

/** The same for identifiers alone, and all that the packages run with. */
export async function packageInputs(
  idents: readonly string[],
  context: ResolveContext,
): Promise<Map<string, string>> {
  const direct = await resolvePackages(idents, context);
  const further = direct.flatMap((found) => found.tdeps().map(formatIdent));
  return inputsOf([...direct, ...(await resolvePackages([...new Set(further)], context))]);
}

function inputsOf(packages: readonly Package[]): Map<string, string> {
  const inputs = new Map<string, string>();
  for (const found of packages) {
    const name = `dependency ${found.ident.origin}/${found.ident.name}`;
    const before = inputs.get(name);
    const text = `${found.name} ${contentDigest(found)}`;
    inputs.set(name, before === undefined ? text : `${before}, ${text}`);
  }
  return inputs;
}

/**
 * `FILES` holds the checksum of every file of a package. One without it, such as a stand-in for
 * the host's toolchain, is what its metadata says.
 *
 * @returns A checksum, SHA-256.
 */
export function contentDigest({ hostPath }: Pick<Package, "hostPath">): string {
  const hash = createHash("sha256");
  const names = readdirSync(hostPath).sort();
  for (const name of names.includes("FILES") ? ["FILES"] : names) {
    const file = join(hostPath, name);
    if (lstatSync(file).isFile()) hash.update(`${name}\n`).update(readFileSync(file));
  }
  return hash.digest("hex");
}
