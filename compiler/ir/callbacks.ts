/**
 * The table of callbacks, in the order in which a build calls them.
 *
 * Source: the Habitat reference, "Build Phase Callbacks"; plan-build for the working
 * directories, `do_setup_environment`, `do_after_success` and `do_after_failure`.
 */

/** One callback that a plan may define. */
export interface CallbackSpec {
  /** What it is for, in Markdown. */
  readonly doc: string;
  /** What happens when the plan does not define it; in words. */
  readonly defaultDoc: string;
  /** The default's own name, which an override may call. Absent: there is none to call. */
  readonly defaultName?: `do_default_${string}`;
  /** Where it runs: beside the plan file (`PLAN_CONTEXT`) or in the source (`SRC_PATH`). */
  readonly cwd: "context" | "source";
  /** The line that a build prints before it. */
  readonly line?: string;
  /** What it answers: nothing, or the version as text. */
  readonly returns?: "text";
}

const nothing = "nothing happens";

export const callbacks = {
  do_begin: {
    doc: "Runs before anything else: no dependency is resolved, no source is there, `PATH` is not set up.",
    defaultDoc: nothing,
    defaultName: "do_default_begin",
    cwd: "context",
  },
  do_setup_environment: {
    doc: "Declares run-time and build-time environment variables with `set_runtime_env`, `push_runtime_env`, `set_buildtime_env` and `push_buildtime_env`, on top of those of the dependencies.",
    defaultDoc: nothing,
    cwd: "context",
    line: "Setting up environment",
  },
  do_before: {
    doc: "Runs when dependencies are resolved and the environment is set, before anything is downloaded. A good place for `update_pkg_version`.",
    defaultDoc: nothing,
    defaultName: "do_default_before",
    cwd: "context",
  },
  do_download: {
    doc: "Downloads the source to `$HAB_CACHE_SRC_PATH/$pkg_filename`.",
    defaultDoc:
      "`pkg_source` is downloaded, unless a file with the right checksum is already there",
    defaultName: "do_default_download",
    cwd: "context",
  },
  do_verify: {
    doc: "Verifies what was downloaded. A plan that clones a repository overrides it with a callback that does nothing.",
    defaultDoc: "the file's SHA-256 must be `pkg_shasum`",
    defaultName: "do_default_verify",
    cwd: "context",
  },
  do_clean: {
    doc: "Removes what an earlier build left behind.",
    defaultDoc: "`$CACHE_PATH` is removed",
    defaultName: "do_default_clean",
    cwd: "context",
  },
  do_unpack: {
    doc: "Unpacks the source in the source cache.",
    defaultDoc: "`pkg_filename` is unpacked by its extension",
    defaultName: "do_default_unpack",
    cwd: "context",
  },
  do_prepare: {
    doc: "Prepares the build: patches, links, variables. The build environment (`CFLAGS`, `PREFIX` …) is set.",
    defaultDoc: nothing,
    defaultName: "do_default_prepare",
    cwd: "source",
    line: "Preparing to build",
  },
  do_build: {
    doc: "Builds the software.",
    defaultDoc: "`./configure --prefix=$pkg_prefix`, then `make`",
    defaultName: "do_default_build",
    cwd: "source",
    line: "Building standard package",
  },
  do_check: {
    doc: "Tests what was built. Runs only where `DO_CHECK` is set in the environment.",
    defaultDoc: nothing,
    cwd: "source",
    line: "Running post-compile tests",
  },
  do_install: {
    doc: "Installs the software below `$pkg_prefix`, whose `pkg_*_dirs` are already there.",
    defaultDoc: "`make install`",
    defaultName: "do_default_install",
    cwd: "source",
    line: "Installing",
  },
  do_build_config: {
    doc: "Copies configuration and hooks into the package.",
    defaultDoc:
      "`config/`, `config_install/`, `hooks/` and `default.toml` beside the plan are copied",
    defaultName: "do_default_build_config",
    cwd: "context",
  },
  do_build_service: {
    doc: "Writes the script that runs the service.",
    defaultDoc: "`run` is written from `pkg_svc_run`, unless there is a `run` hook",
    defaultName: "do_default_build_service",
    cwd: "context",
  },
  do_strip: {
    doc: "Removes symbols from binaries.",
    defaultDoc: "every writable program, library and archive is stripped as its kind allows",
    defaultName: "do_default_strip",
    cwd: "context",
  },
  do_after: {
    doc: "Runs when the package's files are complete, before its metadata is written.",
    defaultDoc: nothing,
    defaultName: "do_default_after",
    cwd: "context",
  },
  do_end: {
    doc: "Runs when the package is made.",
    defaultDoc: nothing,
    defaultName: "do_default_end",
    cwd: "context",
  },
  do_after_success: {
    doc: "Runs at the end of a build that succeeded. Its own failure changes nothing.",
    defaultDoc: nothing,
    cwd: "context",
  },
  do_after_failure: {
    doc: "Runs at the end of a build that failed. It does not change the exit status.",
    defaultDoc: nothing,
    cwd: "context",
  },
  pkg_version: {
    doc: "Computes the version when the plan calls `update_pkg_version`.",
    defaultDoc: "the setting `pkg_version` is the version",
    cwd: "context",
    returns: "text",
  },
} as const satisfies Record<string, CallbackSpec>;

/** The name of a callback. */
export type CallbackName = keyof typeof callbacks;

/** All names, in the order of the table. */
export const callbackNames = Object.keys(callbacks) as CallbackName[];

/** Whether a text names a callback. */
export function isCallbackName(name: string): name is CallbackName {
  return Object.hasOwn(callbacks, name);
}
