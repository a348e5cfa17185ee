/** Writes the folder of a stand-in: links to the host, and the metadata of a package. */
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BuildFact, Settings } from "../../../compiler/ir/index.ts";
import { renderManifest } from "../../metadata/manifest.ts";
import { type FactValue, renderMetadata } from "../../metadata/render.ts";
import { type FullIdent, formatIdent } from "../../store/ident.ts";
import { pathInside } from "../../store/package.ts";
import type { HostContents } from "./contents.ts";
import { standInFile } from "./is-stand-in.ts";
import type { HostPackageSpec } from "./spec.ts";

/** What the stand-in is. */
export interface StandIn extends HostContents {
  readonly ident: FullIdent;
  readonly target: string;
  readonly spec: HostPackageSpec;
}

/** @param folder It exists, and is empty. */
export async function writeStandIn(folder: string, standIn: StandIn): Promise<void> {
  const { ident, links } = standIn;
  for (const [path, file] of links) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(file, join(folder, path));
  }
  const prefix = pathInside(ident);
  const settings = settingsOf(standIn);
  const texts = new Map<string, string>([
    ...renderMetadata({ prefix, settings, facts: factsOf(standIn, settings), kind: "standard" }),
    ["MANIFEST", manifest(standIn, settings)],
    [standInFile, standInText(links)],
  ]);
  for (const [name, text] of texts) await writeFile(join(folder, name), text, { mode: 0o644 });
}

/** What `HOST_STAND_IN` holds: `path in the package=file of the host`, a line for each link. */
export function standInText(links: HostContents["links"]): string {
  return [...links].map(([path, file]) => `${path}=${file}\n`).join("");
}

function settingsOf({ ident, links, spec }: StandIn): Settings {
  const paths = [...links.keys()];
  const folders = (name: string) =>
    paths.some((path) => path === name || path.startsWith(`${name}/`)) ? [name] : [];
  // Libraries to link or run with, not only the files of pkg-config among them.
  const hasLibraries = paths.some((path) => dirname(path) === "lib");
  return {
    pkg_origin: ident.origin,
    pkg_name: ident.name,
    pkg_version: ident.version,
    pkg_description: `A stand-in: it only leads to what this host has of ${ident.name}.`,
    pkg_bin_dirs: folders("bin"),
    pkg_lib_dirs: hasLibraries ? ["lib"] : [],
    pkg_include_dirs: folders("include"),
    pkg_pconfig_dirs: folders("lib/pkgconfig"),
    pkg_interpreters: (spec.interpreters ?? []).filter((path) => links.has(path)),
  };
}

function factsOf(
  { ident, target }: StandIn,
  { pkg_bin_dirs = [], pkg_pconfig_dirs = [] }: Settings,
): Readonly<Record<BuildFact, FactValue>> {
  const path = pkg_bin_dirs.map((folder) => `${pathInside(ident)}/${folder}`).join(":");
  return {
    ident: formatIdent(ident),
    target,
    ...{ deps: [], tdeps: [], buildDeps: [], buildTdeps: [] },
    runtimePath: path,
    runtimeEnvironment: new Map(path === "" ? [] : [["PATH", path]]),
    ...{ runtimeProvenance: "", buildtimeEnvironment: "", buildtimeProvenance: "" },
    exposedPorts: [],
    pkgConfigDirs: pkg_pconfig_dirs,
    resolvedServices: [],
  };
}

function manifest({ ident, target, links }: StandIn, settings: Settings): string {
  return renderManifest({
    settings,
    release: ident.release,
    target,
    prefix: pathInside(ident),
    flags: { CFLAGS: "", CPPFLAGS: "", CXXFLAGS: "", LDFLAGS: "", LD_RUN_PATH: "" },
    planSource: `# No plan: habc pkg host made links to the host.\n${standInText(links)}`,
    language: "bash",
  });
}
