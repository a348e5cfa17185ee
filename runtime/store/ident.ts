/**
 * Package identifiers: `origin/name[/version[/release]]`.
 *
 * Source: Habitat reference, "Package identifiers"; the form of each part is the one that
 * plans must keep to (`compiler/ir/rules.ts`).
 */
import { HabcError } from "../../compiler/ir/index.ts";
import { packageIdent, versionText } from "../../compiler/ir/rules.ts";

/** What a plan asks for. A release never comes without a version. */
export interface PackageIdent {
  readonly origin: string;
  readonly name: string;
  readonly version?: string;
  readonly release?: string;
}

/** One release of a package. */
export interface FullIdent extends PackageIdent {
  readonly version: string;
  readonly release: string;
}

const identPattern = new RegExp(packageIdent.pattern);
const versionPattern = new RegExp(versionText.pattern);

/** @returns The identifier, or undefined where the text is none. */
export function tryParseIdent(text: string): PackageIdent | undefined {
  if (!identPattern.test(text)) return undefined;
  const [origin = "", name = "", version, release] = text.split("/");
  if (version === undefined) return { origin, name };
  // Each part is a folder of the store.
  if (version === "." || version === ".." || !versionPattern.test(version)) return undefined;
  return release === undefined ? { origin, name, version } : { origin, name, version, release };
}

/**
 * @throws HabcError `ident-invalid`.
 * @example
 * parseIdent("core/zlib/1.3"); // { origin: "core", name: "zlib", version: "1.3" }
 */
export function parseIdent(text: string): PackageIdent {
  const ident = tryParseIdent(text);
  if (ident !== undefined) return ident;
  throw new HabcError("ident-invalid", `${JSON.stringify(text)} is not a package identifier`, {
    hint: identPattern.test(`core/${text}`)
      ? `write its origin too: core/${text}, or whose package it is`
      : `expected ${packageIdent.expected}`,
  });
}

/**
 * Reads an identifier with all four parts.
 *
 * @throws HabcError `ident-invalid`.
 */
export function parseFullIdent(text: string): FullIdent {
  const ident = parseIdent(text);
  if (isFullIdent(ident)) return ident;
  throw new HabcError("ident-invalid", `${JSON.stringify(text)} names no single release`, {
    hint: "expected origin/name/version/release",
  });
}

/** Whether an identifier names one release. */
export function isFullIdent(ident: PackageIdent): ident is FullIdent {
  return ident.version !== undefined && ident.release !== undefined;
}

/** @returns The parts that there are, with slashes between them. */
export function formatIdent({ origin, name, version, release }: PackageIdent): string {
  return [origin, name, version, release].filter((part) => part !== undefined).join("/");
}

/**
 * Whether a release is what was asked for: the same package, and the same version and release
 * where the requirement states them.
 */
export function satisfies(ident: FullIdent, required: PackageIdent): boolean {
  return (
    ident.origin === required.origin &&
    ident.name === required.name &&
    (required.version === undefined || ident.version === required.version) &&
    (required.release === undefined || ident.release === required.release)
  );
}
