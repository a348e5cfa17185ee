/**
 * The table of metadata files: every file that a build writes at the top of a package, what
 * it holds and from which setting or state it is rendered.
 *
 * Source: the Habitat reference, "Contents of a Habitat package"; plan-build for the exact
 * texts and for the files that the reference leaves out.
 */
import type { SettingName } from "./settings.ts";

/** What a build knows beside the settings, by name. */
export type BuildFact =
  | "ident"
  | "target"
  | "deps"
  | "tdeps"
  | "buildDeps"
  | "buildTdeps"
  | "runtimePath"
  | "runtimeEnvironment"
  | "runtimeProvenance"
  | "buildtimeEnvironment"
  | "buildtimeProvenance"
  | "exposedPorts"
  | "pkgConfigDirs"
  | "resolvedServices";

/** How a value becomes the text of the file. A file without content is not written. */
export type Rendering =
  /** The items as paths below the prefix, with `join` between them. */
  | { readonly as: "paths"; readonly join: ":" | "\n" }
  /** The items as paths below the prefix, each behind a compiler option. */
  | { readonly as: "options"; readonly option: "-I" | "-L" }
  /** The text, or the items with `join` between them. */
  | { readonly as: "text"; readonly join?: " " | ":" | "\n"; readonly sorted?: true }
  /** `key=value` lines. */
  | { readonly as: "pairs" };

/** One metadata file. */
export type MetadataFileSpec = {
  readonly doc: string;
  /** Only in packages of this kind. Absent: in all but composite ones. */
  readonly only?: "service" | "composite" | "all";
} & Rendering &
  ({ readonly setting: SettingName } | { readonly fact: BuildFact });

export const metadataFiles = {
  LD_RUN_PATH: {
    setting: "pkg_lib_dirs",
    as: "paths",
    join: ":",
    doc: "The package's library folders, for the run path of dependents.",
  },
  LDFLAGS: {
    setting: "pkg_lib_dirs",
    as: "options",
    option: "-L",
    doc: "The package's library folders, for the linker of dependents.",
  },
  CFLAGS: {
    setting: "pkg_include_dirs",
    as: "options",
    option: "-I",
    doc: "The package's header folders, for the C compiler of dependents.",
  },
  CPPFLAGS: {
    setting: "pkg_include_dirs",
    as: "options",
    option: "-I",
    doc: "The package's header folders, for the C preprocessor of dependents.",
  },
  CXXFLAGS: {
    setting: "pkg_include_dirs",
    as: "options",
    option: "-I",
    doc: "The package's header folders, for the C++ compiler of dependents.",
  },
  PKG_CONFIG_PATH: {
    fact: "pkgConfigDirs",
    as: "paths",
    join: ":",
    doc: "The package's pkg-config folders: `pkg_pconfig_dirs`, or the usual ones where the package has them.",
  },
  BUILDTIME_ENVIRONMENT: {
    fact: "buildtimeEnvironment",
    as: "pairs",
    doc: "The build-time environment: that of the build dependencies with the plan's own on top.",
  },
  BUILDTIME_ENVIRONMENT_PROVENANCE: {
    fact: "buildtimeProvenance",
    as: "pairs",
    doc: "Which packages gave each variable of `BUILDTIME_ENVIRONMENT` its value.",
  },
  PATH: {
    setting: "pkg_bin_dirs",
    as: "paths",
    join: ":",
    doc: "The package's program folders.",
  },
  EXPORTS: {
    setting: "pkg_exports",
    as: "pairs",
    doc: "What the service exports, with the path of each in its configuration.",
  },
  BINDS: { setting: "pkg_binds", as: "pairs", doc: "The binds that the service needs." },
  BINDS_OPTIONAL: {
    setting: "pkg_binds_optional",
    as: "pairs",
    doc: "The binds that the service can do without.",
  },
  EXPOSES: {
    fact: "exposedPorts",
    as: "text",
    join: " ",
    doc: "The ports that the service listens on by default.",
  },
  INTERPRETERS: {
    setting: "pkg_interpreters",
    as: "paths",
    join: "\n",
    doc: "The interpreters that the package offers, as absolute paths.",
  },
  BUILD_DEPS: {
    fact: "buildDeps",
    as: "text",
    join: "\n",
    doc: "The build dependencies, fully qualified.",
  },
  BUILD_TDEPS: {
    fact: "buildTdeps",
    as: "text",
    join: "\n",
    doc: "The build dependencies and all that they run with.",
  },
  DEPS: { fact: "deps", as: "text", join: "\n", doc: "The run dependencies, fully qualified." },
  TDEPS: {
    fact: "tdeps",
    as: "text",
    join: "\n",
    doc: "The run dependencies and all that they run with.",
  },
  TARGET: { fact: "target", as: "text", only: "all", doc: "The platform of the package." },
  IDENT: { fact: "ident", as: "text", only: "all", doc: "The fully qualified identifier." },
  RUNTIME_PATH: {
    fact: "runtimePath",
    as: "text",
    join: ":",
    doc: "The program folders of the package and of all it runs with.",
  },
  RUNTIME_ENVIRONMENT: {
    fact: "runtimeEnvironment",
    as: "pairs",
    doc: "The run-time environment: that of the dependencies with the plan's own on top.",
  },
  RUNTIME_ENVIRONMENT_PROVENANCE: {
    fact: "runtimeProvenance",
    as: "pairs",
    doc: "Which packages gave each variable of `RUNTIME_ENVIRONMENT` its value.",
  },
  SHUTDOWN_SIGNAL: {
    setting: "pkg_shutdown_signal",
    as: "text",
    doc: "The signal that stops the service.",
  },
  SHUTDOWN_TIMEOUT: {
    setting: "pkg_shutdown_timeout_sec",
    as: "text",
    doc: "The seconds that the service gets to stop.",
  },
  SVC_USER: {
    setting: "pkg_svc_user",
    as: "text",
    only: "service",
    doc: "The user that the service runs as.",
  },
  SVC_GROUP: {
    setting: "pkg_svc_group",
    as: "text",
    only: "service",
    doc: "The group that the service runs as.",
  },
  TYPE: { setting: "pkg_type", as: "text", only: "composite", doc: "`composite`." },
  SERVICES: {
    setting: "pkg_services",
    as: "text",
    join: "\n",
    sorted: true,
    only: "composite",
    doc: "The services of the composite, as the plan names them.",
  },
  RESOLVED_SERVICES: {
    fact: "resolvedServices",
    as: "text",
    join: "\n",
    sorted: true,
    only: "composite",
    doc: "The services of the composite, fully qualified.",
  },
  BIND_MAP: {
    setting: "pkg_bind_map",
    as: "pairs",
    only: "composite",
    doc: "How the services bind to each other.",
  },
} as const satisfies Record<string, MetadataFileSpec>;

/** The name of a rendered metadata file. */
export type MetadataFileName = keyof typeof metadataFiles;

/** Metadata files that are not rendered from one value, but written from the whole package. */
export const wholePackageFiles = {
  FILES: "Every file of the package with its BLAKE2b checksum, signed.",
  MANIFEST: "The package in Markdown: its settings, build flags and the plan's source.",
  HOST_STAND_IN:
    "Only in a stand-in that `habc pkg host` made: each link of the package with the file of the host that it leads to.",
} as const;
