/**
 * What of the caller's environment reaches a build.
 *
 * Source: the allow list of the reference's studio, without `HAB_AUTH_TOKEN`, which is the driver's;
 * `DEBUG` and `SOURCE_DATE_EPOCH` beside it; `HAB_STUDIO_SECRET_*` of the Habitat reference.
 * Everything else of the caller stays outside, so that a build does not depend on
 * who runs it, and no token reaches a plan.
 */

import { wholeValue } from "./byte-values.ts";

/** Passed on where they are set. */
const passed = [
  "DEBUG",
  "DO_CHECK",
  "HAB_BLDR_CHANNEL",
  "HAB_BLDR_URL",
  "HAB_CONFIG_EXCLUDE",
  "HAB_LICENSE",
  "HAB_NOCOLORING",
  "HAB_NONINTERACTIVE",
  "HAB_ORIGIN",
  "HAB_REFRESH_CHANNEL",
  "HAB_STUDIO_BINARY",
  "HAB_STUDIO_NOSTUDIORC",
  "HAB_STUDIO_SUP",
  "HAB_UPDATE_STRATEGY_FREQUENCY_MS",
  "HAB_UPDATE_STRATEGY_PERIOD_MS",
  "SOURCE_DATE_EPOCH",
  "TERM",
  "http_proxy",
  "https_proxy",
  "no_proxy",
];

/** Passed on, and of no meaning for what is built. */
const withoutEffect = new Set([
  "DEBUG",
  "HAB_NOCOLORING",
  "HAB_NONINTERACTIVE",
  "HAB_STUDIO_BINARY",
  "HAB_STUDIO_NOSTUDIORC",
  "HAB_STUDIO_SUP",
  "TERM",
]);

/** What of the caller's environment can change a package, without secrets. */
export function shownVariables(
  caller: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    passed.flatMap((name) => {
      const value = caller[name];
      return value === undefined || withoutEffect.has(name) ? [] : [[name, value]];
    }),
  );
}

/** Passed on to a build in place as well: it runs as the user, at the user's home. */
const passedInPlace = ["HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "TMPDIR", "TZ", "USER"];

/** Names that a secret cannot take. */
const refusedSecrets = new Set([
  "HAB_BINLINK_DIR",
  "HAB_ORIGIN",
  "HOME",
  "LC_ALL",
  "PATH",
  "PWD",
  "STUDIO_TYPE",
  "TERM",
  "TERMINFO",
]);

const secretPrefix = "HAB_STUDIO_SECRET_";

/** The programs of the base toolchain. */
export const basePath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The environment of a build, and what of it must never be shown. */
export interface InnerEnvironment {
  readonly variables: Record<string, string>;
  readonly secrets: readonly string[];
}

/**
 * @param caller The environment that habc runs in.
 * @param studio Where the build runs.
 */
export function innerEnvironment(
  caller: Readonly<Record<string, string | undefined>>,
  studio: "namespaces" | "none",
): InnerEnvironment {
  const variables: Record<string, string> =
    studio === "none"
      ? { PATH: basePath }
      : { PATH: basePath, HOME: "/root", LC_ALL: "POSIX", STUDIO_TYPE: "default" };
  for (const name of studio === "none" ? [...passed, ...passedInPlace] : passed) {
    const value = caller[name];
    if (value !== undefined) variables[name] = value;
  }
  const secrets = secretVariables(caller);
  return { variables: { ...variables, ...secrets }, secrets: Object.values(secrets) };
}

/** The variables that nothing may show, by the name that they have inside. */
export function secretVariables(
  caller: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const secrets: Record<string, string> = {};
  for (const [name, value] of Object.entries(caller)) {
    const bare = name.slice(secretPrefix.length);
    if (!name.startsWith(secretPrefix) || bare === "" || refusedSecrets.has(bare)) continue;
    if (value !== undefined) secrets[bare] = wholeValue(name, value);
  }
  return secrets;
}
