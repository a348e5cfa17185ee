import type { DeprecatedSpdxLicenseId, SpdxLicenseId } from "./generated/spdx-license-id.ts";

/**
 * A licence: an SPDX identifier, an SPDX expression such as `MIT OR Apache-2.0`, or
 * `LicenseRef-` and a name of one's own. Other texts go through `customLicense`.
 */
export type License =
  | SpdxLicenseId
  | DeprecatedSpdxLicenseId
  | `${DeprecatedSpdxLicenseId}+`
  | `${string} ${"AND" | "OR" | "WITH"} ${string}`
  | `LicenseRef-${string}`
  | CustomLicense;

declare const custom: unique symbol;

/** A licence that SPDX does not know, as `customLicense` gives it. */
export type CustomLicense = string & { readonly [custom]: true };

/**
 * Allows any text as a licence.
 *
 * @example
 * pkg_license: [customLicense("Acme Proprietary License")],
 */
export function customLicense(name: string): CustomLicense {
  return name as CustomLicense;
}
