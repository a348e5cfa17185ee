/**
 * The table of settings: every `pkg_*` that a plan may set, under the one name it has in a
 * `plan.sh`, a `plan.ts`, the IR, the diagnostics and the documentation.
 *
 * Source: the Habitat reference, "Plan Settings", and plan-build for `pkg_scaffolding` and
 * `pkg_shutdown_*`, which that text lacks. `pkg_network` is habc's own.
 */
import * as rules from "./rules.ts";
import type { SettingSpec } from "./setting-spec.ts";

export const settings = {
  pkg_name: {
    type: "string",
    group: "general",
    doc: "The name of the package. With `pkg_origin` and `pkg_version` it makes the identifier under which the package is installed, found and depended upon.",
    example: '"zlib"',
    required: "always",
    rule: rules.packageName,
    typescript: "string",
  },
  pkg_origin: {
    type: "string",
    group: "general",
    doc: "The origin: whose package this is, and whose key signs it. `HAB_ORIGIN` in the environment overrides it.",
    example: '"acme"',
    required: "unless `HAB_ORIGIN` is set",
    rule: rules.originName,
    typescript: "string",
  },
  pkg_version: {
    type: "string",
    group: "general",
    doc: "The version of the package. A plan that can only know it during the build defines the callback `pkg_version` instead and calls `update_pkg_version`.",
    example: '"1.2.8"',
    required: "unless the callback `pkg_version` is defined",
    rule: rules.versionText,
    typescript: "Version",
  },
  pkg_maintainer: {
    type: "string",
    group: "general",
    doc: "The name and email address of the package's maintainer.",
    example: '"Your Name <someone@example.com>"',
    default: "",
  },
  pkg_license: {
    type: "list",
    group: "general",
    doc: "The licences of the software, as SPDX identifiers where there is one.",
    example: '["Apache-2.0"]',
    default: [],
    typescript: "readonly License[]",
  },
  pkg_description: {
    type: "string",
    group: "general",
    doc: "What the package is. One line, or a text in Markdown.",
    example: '"A compression library"',
    default: "",
  },
  pkg_upstream_url: {
    type: "string",
    group: "general",
    doc: "The home page of the software.",
    example: '"https://zlib.net"',
    default: "",
    rule: rules.singleLine,
  },
  pkg_source: {
    type: "string",
    group: "general",
    doc: "The URL from which the source archive is downloaded. Without it the package is built from the files beside the plan.",
    example: '"https://zlib.net/zlib-1.2.8.tar.gz"',
    default: "",
    rule: rules.singleLine,
  },
  pkg_filename: {
    type: "string",
    group: "general",
    doc: "The name of the downloaded file in the source cache.",
    example: '"zlib-1.2.8.tar.gz"',
    defaultDoc: "the last part of `pkg_source`",
    rule: rules.singleLine,
  },
  pkg_shasum: {
    type: "string",
    group: "general",
    doc: "The SHA-256 checksum of the downloaded file, in hexadecimal.",
    example: '"36658cb768a54c1d4dec43c3116c27ed893e88b02ecfcb44f2166f9c0b7f2a0d"',
    default: "",
    required: "with `pkg_source`, unless `do_verify` is overridden",
    rule: rules.sha256,
  },
  pkg_dirname: {
    type: "string",
    group: "general",
    doc: "The folder that the source archive unpacks to, below the source cache.",
    example: '"zlib-1.2.8"',
    default: "$pkg_name-$pkg_version",
    rule: rules.singleLine,
  },
  pkg_prefix: {
    type: "string",
    group: "general",
    doc: "The absolute path at which the package is installed. Plans read it; only a plan that knows better sets it.",
    example: '"/hab/pkgs/acme/zlib/1.2.8/20240101000000"',
    defaultDoc: "`/hab/pkgs/$pkg_origin/$pkg_name/$pkg_version/$pkg_release`",
    rule: rules.singleLine,
  },
  pkg_deps: {
    type: "list",
    group: "build",
    doc: "The packages needed at run time, as `origin/name`, `origin/name/version` or `origin/name/version/release`.",
    example: '["core/glibc", "core/openssl"]',
    default: [],
    rule: rules.packageIdent,
    typescript: "RunDependencies",
  },
  pkg_build_deps: {
    type: "list",
    group: "build",
    doc: "The packages needed only to build.",
    example: '["core/gcc", "core/make"]',
    default: [],
    rule: rules.packageIdent,
    typescript: "BuildDependencies",
  },
  pkg_scaffolding: {
    type: "string",
    group: "build",
    doc: "A package whose `lib/scaffolding.sh` brings callbacks and dependencies for a kind of software. Its own run dependencies become build dependencies.",
    example: '"core/scaffolding-node"',
    default: "",
    rule: { ...rules.packageIdent, pattern: `^$|${rules.packageIdent.pattern}` },
    typescript: "Scaffolding",
  },
  pkg_network: {
    type: "string",
    group: "build",
    doc: "Whether the callbacks reach the network: `on` or `off`. `pkg_source` and `download_file` do without, as habc itself downloads. `habc build --network` overrides it; in place (`--studio none`) it has no effect.",
    example: '"on"',
    default: "",
    defaultDoc: "`off` in a `plan.ts`, `on` in a `plan.sh`",
    rule: rules.onOrOff,
    typescript: '"on" | "off"',
  },
  pkg_lib_dirs: {
    type: "list",
    group: "build",
    doc: "Folders of the package that hold libraries. They reach dependents as `LDFLAGS` and `LD_RUN_PATH`.",
    example: '["lib"]',
    default: [],
    rule: rules.relativePath,
  },
  pkg_include_dirs: {
    type: "list",
    group: "build",
    doc: "Folders of the package that hold headers. They reach dependents as `CFLAGS`, `CPPFLAGS` and `CXXFLAGS`.",
    example: '["include"]',
    default: [],
    rule: rules.relativePath,
  },
  pkg_bin_dirs: {
    type: "list",
    group: "build",
    doc: "Folders of the package that hold programs. They reach dependents as `PATH`.",
    example: '["bin"]',
    default: [],
    rule: rules.relativePath,
  },
  pkg_pconfig_dirs: {
    type: "list",
    group: "build",
    doc: "Folders of the package that hold pkg-config files. They reach dependents as `PKG_CONFIG_PATH`.",
    example: '["lib/pkgconfig"]',
    default: [],
    defaultDoc: "`lib/pkgconfig` and `share/pkgconfig`, where the package has them",
    rule: rules.relativePath,
  },
  pkg_interpreters: {
    type: "list",
    group: "build",
    doc: "The interpreters that scripts of other packages may name in their first line, as paths in this package.",
    example: '["bin/bash"]',
    default: [],
    rule: rules.relativePath,
  },
  pkg_svc_run: {
    type: "string",
    group: "service",
    doc: "The command that starts the service, where no `run` hook is needed. The program is found through `pkg_bin_dirs`.",
    example: '"haproxy -f /hab/svc/haproxy/config/haproxy.conf"',
    default: "",
  },
  pkg_svc_user: {
    type: "string",
    group: "service",
    doc: "The user that the service runs as.",
    example: '"hab"',
    default: "hab",
    rule: rules.singleLine,
    typescript: "string",
  },
  pkg_svc_group: {
    type: "string",
    group: "service",
    doc: "The group that the service runs as.",
    example: '"hab"',
    default: "hab",
    rule: rules.singleLine,
    typescript: "string",
  },
  pkg_exports: {
    type: "map",
    group: "service",
    doc: "The configuration that other services may read: a name for each path in `default.toml`.",
    example: '{ port: "server.port", host: "server.host" }',
    default: {},
    rule: rules.singleLine,
    keyRule: rules.exportName,
    typescript: "Exports",
  },
  pkg_exposes: {
    type: "list",
    group: "service",
    doc: "The keys of `pkg_exports` whose default values are ports that the service listens on.",
    example: '["port"]',
    default: [],
    rule: rules.exportName,
    typescript: "readonly NoInfer<ExportOf<Exports>>[]",
  },
  pkg_binds: {
    type: "map",
    group: "service",
    doc: "The services that this one cannot start without: a name for each, and the exports it needs of it.",
    example: '{ database: "port host" }',
    default: {},
    words: true,
    rule: rules.singleLine,
    keyRule: rules.exportName,
    typescript: "Binds",
  },
  pkg_binds_optional: {
    type: "map",
    group: "service",
    doc: "As `pkg_binds`, for services that this one can start without.",
    example: '{ storage: "port host" }',
    default: {},
    words: true,
    rule: rules.singleLine,
    keyRule: rules.exportName,
    typescript: "Binds",
  },
  pkg_shutdown_signal: {
    type: "string",
    group: "service",
    doc: "The signal that asks the service to stop.",
    example: '"QUIT"',
    default: "",
    defaultDoc: "the supervisor's own, `TERM`",
    rule: { ...rules.signalName, pattern: `^$|${rules.signalName.pattern}` },
    typescript: "Signal",
  },
  pkg_shutdown_timeout_sec: {
    type: "string",
    group: "service",
    doc: "How many seconds the service gets to stop before it is killed.",
    example: "20",
    default: "",
    defaultDoc: "the supervisor's own, 8 seconds",
    rule: { ...rules.seconds, pattern: "^[0-9]*$" },
    typescript: "number | `${number}`",
  },
  pkg_type: {
    type: "string",
    group: "composite",
    doc: "`composite` for a package that stands for several services. Absent otherwise.",
    example: '"composite"',
    default: "",
    rule: rules.packageType,
    typescript: "Type",
  },
  pkg_services: {
    type: "list",
    group: "composite",
    doc: "The services of a composite package, at least two.",
    example: '["acme/app", "acme/db"]',
    default: [],
    required: 'with `pkg_type: "composite"`',
    rule: rules.packageIdent,
    typescript: "Services",
  },
  pkg_bind_map: {
    type: "map",
    group: "composite",
    doc: "How the services of a composite bind to each other: for each consumer, `bind:origin/producer` pairs.",
    example: '{ "acme/app": "database:acme/db" }',
    default: {},
    words: true,
    rule: rules.bindMapping,
    keyRule: rules.packageIdent,
    typescript: "BindMap<Services>",
  },
} as const satisfies Record<string, SettingSpec>;

/** The name of a setting. */
export type SettingName = keyof typeof settings;

/** All names, in the order of the table. */
export const settingNames = Object.keys(settings) as SettingName[];

/** Whether a text names a setting. */
export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settings, name);
}

/** The settings of a plan: a value, with the type its table entry says, for each that is set. */
export type Settings = {
  -readonly [Name in SettingName]?: (typeof settings)[Name]["type"] extends "list"
    ? string[]
    : (typeof settings)[Name]["type"] extends "map"
      ? Record<string, string>
      : string;
};
