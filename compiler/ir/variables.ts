/**
 * The table of variables that a build gives to a plan beside its settings.
 *
 * Source: the Habitat reference, "Plan Variables"; plan-build for the resolved dependency
 * arrays, `SRC_PATH`, `CACHE_PATH` and the `HAB_*` paths.
 */

/** One variable. */
export interface VariableSpec {
  readonly type: "string" | "list";
  readonly doc: string;
  /** Whether child processes see it. */
  readonly exported?: true;
  /** The value while the plan is being loaded, before it can be known; `$NAME` is replaced. */
  readonly loading?: string;
  /** A folder that is alike in all builds: its path below `HAB_ROOT_PATH`. */
  readonly below?: string;
}

/** Where Habitat's files are. Source: the Habitat reference, `HAB_ROOT_PATH`. */
export const habitatRoot = "/hab";

export const variables = {
  pkg_target: { type: "string", doc: "The platform of the package, such as `x86_64-linux`." },
  pkg_release: { type: "string", doc: "The release, a UTC time as `YYYYMMDDhhmmss`." },
  pkg_ident: { type: "string", doc: "The full identifier of the package being built." },
  pkg_artifact: { type: "string", doc: "The path of the `.hart` in the artifact cache." },
  pkg_output_path: { type: "string", doc: "The results folder." },
  pkg_svc_path: {
    type: "string",
    doc: "Where the running service lives.",
    loading: "/hab/svc/@__pkg_name__@",
  },
  pkg_svc_data_path: {
    type: "string",
    doc: "The data of the running service.",
    loading: "$pkg_svc_path/data",
  },
  pkg_svc_files_path: {
    type: "string",
    doc: "The gossiped files of the running service.",
    loading: "$pkg_svc_path/files",
  },
  pkg_svc_var_path: {
    type: "string",
    doc: "The variable state of the running service.",
    loading: "$pkg_svc_path/var",
  },
  pkg_svc_config_path: {
    type: "string",
    doc: "The rendered configuration of the running service.",
    loading: "$pkg_svc_path/config",
  },
  pkg_svc_config_install_path: {
    type: "string",
    doc: "The configuration rendered when the package is installed.",
    loading: "$pkg_svc_path/config_install",
  },
  pkg_svc_static_path: {
    type: "string",
    doc: "The static content of the running service.",
    loading: "$pkg_svc_path/static",
  },
  pkg_deps_resolved: { type: "list", doc: "The paths of the direct run dependencies." },
  pkg_build_deps_resolved: { type: "list", doc: "The paths of the direct build dependencies." },
  pkg_tdeps_resolved: { type: "list", doc: "The paths of all run dependencies." },
  pkg_build_tdeps_resolved: {
    type: "list",
    doc: "The paths of the build dependencies and all that they run with.",
  },
  pkg_all_deps_resolved: { type: "list", doc: "The paths of all direct dependencies." },
  pkg_all_tdeps_resolved: { type: "list", doc: "The paths of all dependencies." },
  PLAN_CONTEXT: { type: "string", doc: "The folder that holds the plan file." },
  SRC_PATH: {
    type: "string",
    doc: "Where the source is: `CACHE_PATH` with `pkg_source`, else the folder that was given to build.",
  },
  CACHE_PATH: { type: "string", doc: "`$HAB_CACHE_SRC_PATH/$pkg_dirname`." },
  HAB_ROOT_PATH: { type: "string", doc: "`/hab`." },
  HAB_CACHE_SRC_PATH: {
    type: "string",
    doc: "Where sources are downloaded, unpacked and compiled.",
    below: "cache/src",
  },
  HAB_CACHE_ARTIFACT_PATH: {
    type: "string",
    doc: "Where finished packages are kept.",
    below: "cache/artifacts",
  },
  HAB_CACHE_KEY_PATH: {
    type: "string",
    doc: "The key cache. In a studio nothing is there.",
    below: "cache/keys",
    exported: true,
  },
  HAB_PKG_PATH: { type: "string", doc: "Where packages are installed.", below: "pkgs" },
  PREFIX: { type: "string", doc: "The same as `pkg_prefix`.", exported: true },
  PATH: {
    type: "string",
    doc: "The programs of the package and its dependencies.",
    exported: true,
  },
  CFLAGS: { type: "string", doc: "C compiler options.", exported: true },
  CPPFLAGS: { type: "string", doc: "C preprocessor options.", exported: true },
  CXXFLAGS: { type: "string", doc: "C++ compiler options.", exported: true },
  LDFLAGS: { type: "string", doc: "Linker options.", exported: true },
  LD_RUN_PATH: {
    type: "string",
    doc: "The run path that the linker writes into binaries.",
    exported: true,
  },
  PKG_CONFIG_PATH: { type: "string", doc: "Where pkg-config looks.", exported: true },
} as const satisfies Record<string, VariableSpec>;

/** The folders of Habitat by the variables that name them, without `HAB_ROOT_PATH` itself. */
export function folderVariables(root: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, spec]) =>
      "below" in spec ? [[name, `${root}/${spec.below}`]] : [],
    ),
  );
}
