import { dirname } from "node:path";
import { findConfig, readConfig } from "../../../compiler/check/config.ts";
import type { CheckConfig } from "../../../compiler/check/levels.ts";

/** Gives the configuration that counts for a file. */
export type ConfigOf = (file: string) => CheckConfig | undefined;

/**
 * Reads each configuration once.
 *
 * @param given The one for all files, where it was named.
 * @returns Throws HabcError `config-invalid`.
 */
export function configurations(given: string | undefined, cwd: string): ConfigOf {
  const configs = new Map<string, CheckConfig>();
  const files = new Map<string, string | undefined>();
  const read = (file: string) => {
    const config = configs.get(file) ?? readConfig(file);
    configs.set(file, config);
    return config;
  };
  return (file) => {
    if (given !== undefined) return read(given);
    const folder = dirname(file);
    if (!files.has(folder)) files.set(folder, findConfig(folder, cwd));
    const found = files.get(folder);
    return found === undefined ? undefined : read(found);
  };
}
