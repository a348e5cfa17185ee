/** A base that is made of packages alone, as that of the reference's studio. */
import { join } from "node:path";
import { HabcError, isHabcError } from "../../compiler/ir/index.ts";
import { isFile } from "../look.ts";
import { unique } from "../store/dependency-order.ts";
import { formatIdent } from "../store/ident.ts";
import type { Package } from "../store/package.ts";
import { resolvePackages } from "../store/resolve.ts";
import { dependencySources } from "../store/sources.ts";
import type { Base, BaseContext } from "./base.ts";

/** The reference's own set: a shell, coreutils and what else every plan may use. */
const usualBackline = "core/hab-backline";

/** Where scripts look for programs without a search path. */
const links: Readonly<Record<string, string>> = {
  "/bin/bash": "bash",
  "/bin/sh": "sh",
  "/usr/bin/env": "env",
};

/**
 * @returns The packages of `HAB_STUDIO_BACKLINE_PKG` and `HAB_STUDIO_INSTALL_PKGS`, which colons
 *   part, with all that they run with.
 * @throws HabcError `base-unusable`; `dep-missing`, `ident-invalid` and what else resolving gives.
 */
export async function packageBase(context: BaseContext): Promise<Base> {
  const { environment } = context.request;
  const backline = environment["HAB_STUDIO_BACKLINE_PKG"] || usualBackline;
  const installed = (environment["HAB_STUDIO_INSTALL_PKGS"] ?? "").split(/[:\s]+/).filter(Boolean);
  const packages = await closureOf([backline, ...installed], context);
  const path = [...new Set(packages.flatMap((found) => found.pathEntries()))];
  const find = (name: string) => findProgram(packages, name);
  const bash = find("bash");
  if (bash === undefined) {
    throw new HabcError("base-unusable", "no package of the base has the program bash", {
      hint: `packages of the base: ${packages.map(({ name }) => name).join(", ")}; name one with bash in HAB_STUDIO_INSTALL_PKGS`,
    });
  }
  const made = Object.entries(links).flatMap(([link, name]) => {
    const program = find(name) ?? (name === "sh" ? bash : undefined);
    return program === undefined ? [] : [[link, program] as const];
  });
  return {
    name: "packages",
    digest: packages.map(({ name }) => name).join(" "),
    studio: { links: Object.fromEntries(made) },
    path: path.join(":"),
    packages,
  };
}

async function closureOf(
  idents: readonly string[],
  { request, locations, target }: BaseContext,
): Promise<Package[]> {
  const { environment, plan } = request;
  const from = dependencySources({ locations, target, environment, plan: plan.context });
  try {
    const direct = await resolvePackages(idents, from);
    const further = direct.flatMap((found) => found.tdeps().map(formatIdent));
    return [...unique([...direct, ...(await resolvePackages(further, from))])];
  } catch (error) {
    if (!isHabcError(error) || error.diagnostic.code !== "dep-missing") throw error;
    throw new HabcError("base-unusable", `the base of packages: ${error.message}`, {
      hint: "install it with `habc pkg install`, or name other packages in HAB_STUDIO_BACKLINE_PKG and HAB_STUDIO_INSTALL_PKGS",
      others: error.others,
    });
  }
}

/** The path of a program as a build sees it. */
function findProgram(packages: readonly Package[], name: string): string | undefined {
  for (const found of packages) {
    for (const folder of found.pathEntries()) {
      const below = folder.slice(found.path.length);
      if (isFile(join(found.hostPath, below, name))) return `${folder}/${name}`;
    }
  }
  return undefined;
}
