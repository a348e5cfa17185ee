/** Writes the metadata of a package into its folder. */
import { constants } from "node:fs";
import { mkdir, open, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { BuildFact } from "../../compiler/ir/index.ts";
import { maskText } from "../build/mask.ts";
import type { Build } from "../build/state.ts";
import { unwritable } from "../crypto/aside.ts";
import { flagNames, renderManifest } from "../metadata/manifest.ts";
import { type FactValue, type MetadataSource, renderMetadata } from "../metadata/render.ts";
import type { Package } from "../store/package.ts";
import { runtimePath } from "../store/paths.ts";
import { belowPrefix } from "./environment.ts";

/** Writes every metadata file but `FILES` and `MANIFEST`. */
export async function writeMetadata(
  build: Build,
  services: readonly Package[] = [],
): Promise<void> {
  const source: MetadataSource = {
    prefix: build.identity.prefix,
    settings: build.settings,
    facts: await facts(build, services),
    kind: await kindOf(build),
  };
  for (const [name, text] of renderMetadata(source)) await writeTop(build, name, text);
}

async function kindOf(build: Build): Promise<MetadataSource["kind"]> {
  if (build.settings.pkg_type === "composite") return "composite";
  const hooks = [join(build.request.plan.context, "hooks"), join(build.prefixHost, "hooks")];
  const files = (await Promise.all(hooks.map((folder) => readdir(folder).catch(() => [])))).flat();
  const hasRun = files.some((file) => file === "run" || file.startsWith("run."));
  return hasRun || build.settings.pkg_svc_run ? "service" : "standard";
}

async function facts(
  build: Build,
  services: readonly Package[],
): Promise<Readonly<Record<BuildFact, FactValue>>> {
  const { dependencies, settings, runtime, buildtime } = build;
  const names = (packages: readonly Package[]) => packages.map(({ name }) => name);
  const path = runtimePath(belowPrefix(build, settings.pkg_bin_dirs), dependencies);
  const variables = new Map(runtime.values);
  const { checks, plan } = build.request;
  const ports = checks.exposedPorts({ settings, spans: plan.spans }, await defaultToml(build));
  if (path !== "") variables.set("PATH", path);
  return {
    ident: build.identity.ident,
    target: build.target,
    deps: names(dependencies.deps),
    tdeps: names(dependencies.tdeps),
    buildDeps: names(dependencies.buildDeps),
    buildTdeps: names(dependencies.buildTdeps),
    runtimePath: path,
    runtimeEnvironment: variables,
    runtimeProvenance: runtime.provenance,
    buildtimeEnvironment: buildtime.values,
    buildtimeProvenance: buildtime.provenance,
    exposedPorts: ports.map(String),
    pkgConfigDirs: await pkgConfigDirs(build),
    resolvedServices: names(services),
  };
}

/** The plan's own, which is what a package is given, or one that the build made. */
async function defaultToml(build: Build): Promise<{ file: string; text: string } | undefined> {
  for (const folder of [build.request.plan.context, build.prefixHost]) {
    const file = join(folder, "default.toml");
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text !== undefined) return { file, text };
  }
  return undefined;
}

const usualPkgConfigDirs = ["lib/pkgconfig", "share/pkgconfig"];

async function pkgConfigDirs(build: Build): Promise<readonly string[]> {
  const declared = build.settings.pkg_pconfig_dirs ?? [];
  if (declared.length > 0) return declared;
  const there = await Promise.all(
    usualPkgConfigDirs.map((folder) =>
      stat(join(build.prefixHost, folder)).then(
        (stats) => stats.isDirectory(),
        () => false,
      ),
    ),
  );
  return usualPkgConfigDirs.filter((_, at) => there[at]);
}

/** Writes `MANIFEST`, which is not among the files that `FILES` lists. */
export async function writeManifest(build: Build): Promise<void> {
  const text = renderManifest({
    settings: build.settings,
    release: build.identity.release,
    target: build.target,
    prefix: build.identity.prefix,
    flags: Object.fromEntries(
      flagNames.map((name) => [name, build.variables.get(name) ?? ""]),
    ) as Record<(typeof flagNames)[number], string>,
    planSource: await readFile(build.request.plan.file, "utf8"),
    language: build.request.plan.kind === "plan.sh" ? "bash" : "typescript",
  });
  await writeTop(build, "MANIFEST", maskText(text, build.secrets));
}

/**
 * Writes a file at the top of the package, with the mode that the plan's umask gives. What the
 * plan left there under that name, a link for instance, is removed and not written through.
 */
export async function writeTop(
  build: Build,
  name: string,
  text: string | Uint8Array,
): Promise<void> {
  const file = join(build.prefixHost, name);
  try {
    await mkdir(build.prefixHost, { recursive: true });
    await rm(file, { recursive: true, force: true });
    const mode = 0o666 & ~build.umask;
    const handle = await open(
      file,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
      mode,
    );
    try {
      await handle.writeFile(text);
      await handle.chmod(mode);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unwritable(file, error);
  }
}
