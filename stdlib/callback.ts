import type { BashText } from "./bash-text.ts";

/**
 * What a build calls: a function, whose promise is awaited, or a text in bash, for which the
 * settings and variables are shell variables.
 */
export type Callback<Context> = ((context: Context) => unknown) | string | BashText;

/** Computes the version when the plan calls `update_pkg_version`. */
export type VersionCallback<Context> = (context: Context) => string | Promise<string>;
