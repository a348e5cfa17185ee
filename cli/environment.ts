/**
 * The environment variables that habc reads, as the help shows them.
 *
 * Source: the Habitat reference, "Environment Variables"; `NO_COLOR` and `TERM` by convention.
 */
export const environmentVariables = {
  HAB_ORIGIN: "The origin of the package, over the plan's `pkg_origin`",
  HAB_ORIGIN_KEYS: "The origins whose signing keys a build may use, separated by commas",
  HAB_CACHE_KEY_PATH: "The key cache [default: /hab/cache/keys as root, else ~/.hab/cache/keys]",
  HAB_OUTPUT_PATH: "The results folder [default: ./results]",
  HAB_STUDIOS_HOME:
    "The folder of studios and kept builds [default: studios beside the package store]",
  HAB_STUDIO_BACKLINE_PKG:
    "The package that `--base packages` stands on [default: core/hab-backline]",
  HAB_STUDIO_INSTALL_PKGS: "Further packages of `--base packages`, separated by colons",
  HAB_STUDIO_ROOT: "The folder of the studio of the working directory",
  HAB_STUDIO_NOSTUDIORC: "Set to anything: `habc studio enter` does not read /src/.studiorc",
  HAB_BINLINK_DIR: "The folder of links to programs [default: /bin]",
  FS_ROOT: "A folder in front of `/hab`: the package store is `FS_ROOT/hab/pkgs`",
  HABC_CACHE:
    "A build cache that machines share, beside the own one below the caches; it may be read-only",
  "HAB_STUDIO_SECRET_*": "Handed to the build without the prefix",
  HAB_NOCOLORING: "`true`: no colours",
  HAB_NONINTERACTIVE: "`true`: no progress line, and no shell in a build",
  CI: "Set to anything but `false`: nobody is at the terminal, and no shell is opened in a build",
  NO_COLOR: "Set to anything: no colours",
  DO_CHECK: "Set to anything: run the plan's `do_check`",
  NO_INSTALL_DEPS: "Set to anything but `false`: use installed dependencies only",
  SOURCE_DATE_EPOCH: "Seconds since 1970: fixes the release, so that equal inputs give equal bytes",
  DEBUG: "Set to anything: trace what the plan runs, and show the stack of a defect of habc",
  http_proxy: "The proxy for http downloads",
  https_proxy: "The proxy for https downloads",
  no_proxy: "The hosts that are reached without a proxy",
  SSL_CERT_FILE: "Certificates to trust beside the usual ones",
  GITHUB_ACTIONS: "`true`: findings are printed as annotations too",
} as const;

/** The name of a variable in the table. */
export type EnvironmentName = keyof typeof environmentVariables;
