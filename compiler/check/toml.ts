import { parse, type TomlTable } from "smol-toml";

/**
 * Reads TOML, whose integers have 64 bits: those that a number cannot hold become a bigint.
 *
 * @throws TomlError
 */
export function parseToml(text: string): TomlTable {
  return parse(text, { integersAsBigInt: "asNeeded" });
}
