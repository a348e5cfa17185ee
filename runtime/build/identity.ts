import { HabcError, habitatRoot, type Settings, variables } from "../../compiler/ir/index.ts";
import type { Assignment } from "../../stdlib/protocol/messages.ts";
import { unsetVersion } from "../../stdlib/unset-version.ts";
import type { Identity } from "./state.ts";

/** The folders of a build as plans see them, whatever the host calls them. */
export const inside = {
  root: habitatRoot,
  packages: `${habitatRoot}/${variables.HAB_PKG_PATH.below}`,
  sources: `${habitatRoot}/${variables.HAB_CACHE_SRC_PATH.below}`,
  artifacts: `${habitatRoot}/${variables.HAB_CACHE_ARTIFACT_PATH.below}`,
  keys: `${habitatRoot}/${variables.HAB_CACHE_KEY_PATH.below}`,
} as const;

/** Stands for the name while a plan.sh is loaded and its name is not known. */
export const namePlaceholder = "@__pkg_name__@";

/** What the identity follows from. */
export interface IdentitySource {
  readonly settings: Settings;
  readonly release: string;
  readonly target: string;
  /** Where the source is for a plan that downloads none. */
  readonly givenSource: string;
}

/**
 * Names and places of the package, from its settings.
 *
 * @throws HabcError `setting-invalid` where `pkg_prefix` or `pkg_dirname` leads elsewhere.
 */
export function identify({ settings, release, target, givenSource }: IdentitySource): Identity {
  const { pkg_origin: origin = "", pkg_name: name = "" } = settings;
  const version = settings.pkg_version || unsetVersion;
  const dirname = settings.pkg_dirname ?? `${name}-${version}`;
  const ident = `${origin}/${name}/${version}/${release}`;
  const cachePath = `${inside.sources}/${dirname}`;
  return {
    origin,
    name,
    version,
    release,
    ident,
    prefix: checkedPrefix(settings.pkg_prefix ?? `${inside.packages}/${ident}`),
    dirname,
    cachePath,
    srcPath: settings.pkg_source ? cachePath : givenSource,
    artifactName: `${origin}-${name}-${version}-${release}-${target}.hart`,
  };
}

function checkedPrefix(prefix: string): string {
  if (/^\/hab\/pkgs(\/[^/]+){4}$/.test(prefix) && !/\/\.\.?(\/|$)/.test(prefix)) return prefix;
  throw new HabcError(
    "setting-invalid",
    `pkg_prefix is ${prefix}, which is no place for a package`,
    {
      hint: "leave pkg_prefix out; it is /hab/pkgs/<origin>/<name>/<version>/<release>",
    },
  );
}

/**
 * Where the running service lives, for a package's name or its placeholder.
 *
 * @returns `pkg_svc_path` and its kin, as the table of variables has them.
 */
export function serviceVariables(name: string): Record<string, string> {
  const place = variables.pkg_svc_path.loading.replace(namePlaceholder, name);
  return Object.fromEntries(
    Object.entries(variables).flatMap(([variable, spec]) =>
      "loading" in spec
        ? [[variable, spec.loading.replace("$pkg_svc_path", place).replace(namePlaceholder, name)]]
        : [],
    ),
  );
}

/** What a plan is told of its own identity. */
export function identityAssignments(identity: Identity): Assignment[] {
  const texts: Record<string, string> = {
    pkg_origin: identity.origin,
    pkg_version: identity.version,
    pkg_dirname: identity.dirname,
    pkg_prefix: identity.prefix,
    pkg_ident: identity.ident,
    pkg_release: identity.release,
    pkg_artifact: `${inside.artifacts}/${identity.artifactName}`,
    ...serviceVariables(identity.name),
    CACHE_PATH: identity.cachePath,
    SRC_PATH: identity.srcPath,
  };
  return Object.entries(texts).map(([name, value]) => ({ kind: "string", name, value }));
}
