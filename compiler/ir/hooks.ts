/**
 * The table of hooks: the scripts in a plan's `hooks/` that the supervisor, or an installation,
 * runs.
 *
 * Source: the Habitat reference, "Hooks"; the supervisor's source for the names it looks for
 * today, which have dashes.
 */

/** One hook. */
export interface HookSpec {
  readonly doc: string;
  /** An older spelling, which today's supervisor does not look for. */
  readonly older?: string;
  /** Only older supervisors run it. */
  readonly retired?: true;
}

export const hooks = {
  "file-updated": {
    doc: "Runs when a configuration file that the user did not write was updated.",
    older: "file_updated",
  },
  "health-check": {
    doc: "Runs again and again; its status is the health of the service.",
    older: "health_check",
  },
  init: { doc: "Runs when the service is loaded, before `run`." },
  install: { doc: "Runs when the package is installed." },
  "post-run": { doc: "Runs when the service has started.", older: "post_run" },
  "post-stop": { doc: "Runs when the service has been stopped.", older: "post_stop" },
  reconfigure: { doc: "Runs when the configuration has changed." },
  reload: { doc: "Runs instead of a restart when the configuration has changed.", retired: true },
  run: { doc: "Runs as long as the service." },
  "smoke-test": {
    doc: "Runs when a new release was downloaded.",
    older: "smoke_test",
    retired: true,
  },
  suitability: { doc: "Prints how well this member would lead its group." },
  uninstall: { doc: "Runs before the package is removed." },
} as const satisfies Record<string, HookSpec>;

/** The name of a hook. */
export type HookName = keyof typeof hooks;

/** All names, in the order of the table. */
export const hookNames = Object.keys(hooks) as HookName[];

/**
 * The name of a hook file without its extension, which a build drops.
 *
 * @example hookOfFile("run.sh"); // "run"
 */
export function hookOfFile(file: string): string {
  return file.replace(/\.[^.]*$/, "");
}
