/** Makes the type of SPDX licence identifiers. */
import { createRequire } from "node:module";
import { comment, firstLine } from "./types-text.ts";

const require = createRequire(import.meta.url);
const licenseIds: string[] = require("spdx-license-ids");
const deprecatedIds: string[] = require("spdx-license-ids/deprecated.json");

function union(ids: readonly string[]): string {
  const sorted = [...ids].sort();
  return sorted.map((id) => `| ${JSON.stringify(id)}`).join("\n");
}

/** @returns The text of each generated file, by its path in the project. */
export function generate(): Record<string, string> {
  const text = [
    firstLine("spdx-license-ids"),
    comment("An identifier of the SPDX licence list."),
    `export type SpdxLicenseId =\n${union(licenseIds)};\n`,
    comment("An identifier that SPDX still knows, but has replaced by a better one."),
    `export type DeprecatedSpdxLicenseId =\n${union(deprecatedIds)};\n`,
  ].join("\n");
  return { "stdlib/generated/spdx-license-id.ts": text };
}
