/**
 * The table of helpers: the functions that a plan's callbacks may call.
 *
 * A `bridged` helper owns build state and is implemented once, in TypeScript, outside the
 * studio; plan.sh and plan.ts reach it by a call over the protocol. The others are plain
 * bash, which a plan.ts runs through the same shell.
 *
 * Source: the Habitat reference, "Plan Helper Functions" and `do_setup_environment`;
 * plan-build for `join_by`, `verify_file`, `unpack_file`.
 */

/** One helper function. */
export interface HelperSpec {
  /** How it is called, in bash. */
  readonly usage: string;
  /** What it does and returns, in Markdown. */
  readonly doc: string;
  /** The signature in a plan.ts, after the name. */
  readonly typescript: string;
  /** Implemented in the driver and reached over the protocol. */
  readonly bridged?: true;
}

export const helpers = {
  pkg_path_for: {
    usage: "pkg_path_for IDENT",
    doc: "The path of a declared dependency, of `pkg_build_deps` first, then of `pkg_deps`. Fails with status 1 when there is none.",
    typescript: "(dependency: Dependency): string",
    bridged: true,
  },
  pkg_interpreter_for: {
    usage: "pkg_interpreter_for IDENT INTERPRETER",
    doc: "The absolute path of an interpreter, read from the `INTERPRETERS` of a run dependency.",
    typescript: "(dependency: RunDependency, interpreter: string): string",
    bridged: true,
  },
  fix_interpreter: {
    usage: 'fix_interpreter "FILES" IDENT INTERPRETER',
    doc: "Rewrites the first line of scripts to an interpreter of a run dependency. `FILES` may hold patterns.",
    typescript: "(files: string, dependency: RunDependency, interpreter: string): Promise<void>",
  },
  update_pkg_version: {
    usage: "update_pkg_version",
    doc: "Sets `pkg_version` to what the callback `pkg_version` prints, and all that follows from it. Allowed before `do_prepare`.",
    typescript: "(): Promise<void>",
    bridged: true,
  },
  set_runtime_env: {
    usage: "set_runtime_env [-f] NAME VALUE",
    doc: "Sets a variable of the run-time environment. A value of a dependency is only replaced with `-f` (`force`).",
    typescript: "(name: string, value: string, options?: { force?: boolean }): Promise<void>",
    bridged: true,
  },
  push_runtime_env: {
    usage: "push_runtime_env NAME VALUE",
    doc: "Puts a value in front of a variable of the run-time environment that holds several, such as `PYTHONPATH`.",
    typescript: "(name: string, value: string): Promise<void>",
    bridged: true,
  },
  set_buildtime_env: {
    usage: "set_buildtime_env [-f] NAME VALUE",
    doc: "Sets a variable of the build-time environment. A value of a dependency is only replaced with `-f` (`force`).",
    typescript: "(name: string, value: string, options?: { force?: boolean }): Promise<void>",
    bridged: true,
  },
  push_buildtime_env: {
    usage: "push_buildtime_env NAME VALUE",
    doc: "Puts a value in front of a variable of the build-time environment that holds several.",
    typescript: "(name: string, value: string): Promise<void>",
    bridged: true,
  },
  download_file: {
    usage: "download_file URL FILE [SHASUM]",
    doc: "Downloads to a file in the source cache. A file that is there with the right SHA-256 is used as it is.",
    typescript: "(url: string, file: string, shasum?: string): Promise<void>",
    bridged: true,
  },
  verify_file: {
    usage: "verify_file FILE SHASUM",
    doc: "Compares the SHA-256 of a file in the source cache; status 1 where it differs.",
    typescript: "(file: string, shasum: string): Promise<void>",
    bridged: true,
  },
  unpack_file: {
    usage: "unpack_file FILE",
    doc: "Unpacks an archive of the source cache, there, by its extension.",
    typescript: "(file: string): Promise<void>",
  },
  abspath: {
    usage: "abspath PATH",
    doc: "The absolute form of a path that exists; status 127 otherwise.",
    typescript: "(path: string): string",
  },
  exists: {
    usage: "exists COMMAND",
    doc: "Whether a command can be called.",
    typescript: "(command: string): boolean",
  },
  trim: {
    usage: "trim TEXT",
    doc: "The text without white space at either end.",
    typescript: "(text: string): string",
  },
  join_by: {
    usage: "join_by SEPARATOR ITEM...",
    doc: "The items with the separator's first character between them.",
    typescript: "(separator: string, ...items: string[]): string",
  },
  build_line: {
    usage: "build_line TEXT",
    doc: "Prints a line of build output.",
    typescript: "(text: string): void",
  },
  warn: {
    usage: "warn TEXT",
    doc: "Prints a warning on standard error.",
    typescript: "(text: string): void",
  },
  debug: {
    usage: "debug TEXT",
    doc: "Prints a line where `DEBUG` is set.",
    typescript: "(text: string): void",
  },
  exit_with: {
    usage: "exit_with TEXT [STATUS]",
    doc: "Ends the build with a message and a status, 1 if none is given.",
    typescript: "(text: string, status?: number): never",
  },
  attach: {
    usage: "attach",
    doc: "Opens an interactive bash at this place, with all that the plan has there, and takes back what is changed. Without a terminal the build goes on with a warning.",
    typescript: "(): Promise<void>",
  },
  record: {
    usage: "record SESSION [COMMAND [ARGUMENT...]]",
    doc: "Runs a command and keeps its output in `results/logs/`.",
    typescript: "(session: string, ...command: string[]): Promise<void>",
  },
} as const satisfies Record<string, HelperSpec>;

/** The name of a helper. */
export type HelperName = keyof typeof helpers;

/** All names, in the order of the table. */
export const helperNames = Object.keys(helpers) as HelperName[];
