/** What a bill of materials says of a package, read from its metadata. */
import parseExpression from "spdx-expression-parse";
import { isStandIn } from "../installed/host/is-stand-in.ts";
import { formatIdent } from "../store/ident.ts";
import type { Package } from "../store/package.ts";

/** A package in a bill of materials. */
export interface DescribedPackage {
  /** The full identifier. */
  readonly ident: string;
  readonly origin: string;
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly target: string;
  readonly description: string;
  readonly maintainer: string;
  readonly homepage: string;
  readonly licenses: readonly License[];
  /** The archive that it was built from. */
  readonly source?: { readonly url: string; readonly sha256: string };
  /** Full identifiers. */
  readonly dependencies: readonly string[];
  readonly buildDependencies: readonly string[];
  /** Whether the host's own files are there in place of a package's. */
  readonly standIn: boolean;
  /** Every file that `FILES` lists: its path in the package and its BLAKE2b-256. */
  readonly files: readonly { readonly path: string; readonly blake2b: string }[];
}

/** A licence: an SPDX expression, or the name that the plan gives it. */
export interface License {
  readonly text: string;
  readonly isExpression: boolean;
}

/**
 * @param found An installed package, or one whose metadata is complete.
 * @param licenses The plan's `pkg_license`; absent: what the MANIFEST says.
 */
export function describePackage(found: Package, licenses?: readonly string[]): DescribedPackage {
  const { origin, name, version, release } = found.ident;
  const manifest = manifestFields(found.text("MANIFEST") ?? "");
  const url = linkOf(manifest.get("Source"));
  const sha256 = /`([0-9A-Fa-f]{64})`/.exec(manifest.get("SHA") ?? "")?.[1]?.toLowerCase();
  return {
    ident: found.name,
    origin,
    name,
    version,
    release,
    target: found.text("TARGET") ?? "",
    description: manifest.get("") ?? "",
    maintainer: manifest.get("Maintainer") ?? "",
    homepage: linkOf(manifest.get("Upstream URL")),
    licenses: (licenses ?? manifestLicenses(manifest.get("License") ?? "")).map(licenseOf),
    ...(url === "" || sha256 === undefined ? {} : { source: { url, sha256 } }),
    dependencies: found.deps().map(formatIdent),
    buildDependencies: found.lines("BUILD_DEPS"),
    standIn: isStandIn(found),
    files: found.lines("FILES").flatMap((line) => fileOf(line, found.path)),
  };
}

/** The bullets of a MANIFEST by name; the description under the empty name. */
function manifestFields(text: string): Map<string, string> {
  const [head = "", ...rest] = text.split("\n\n* __Maintainer__");
  const fields = new Map([["", head.split("\n").slice(1).join("\n").trim()]]);
  const bullets =
    `* __Maintainer__${rest.join("\n\n* __Maintainer__")}`.split("\n\n# Plan\n")[0] ?? "";
  for (const line of bullets.split("\n")) {
    const [, name, value = ""] = /^\* __(.+?)__: (.*)$/.exec(line) ?? [];
    if (name !== undefined) fields.set(name, value.trim());
  }
  return fields;
}

function linkOf(text = ""): string {
  return /^\[(.*)\]\(/.exec(text)?.[1] ?? "";
}

/** A MANIFEST has the licences one after another: what are no identifiers cannot be told apart. */
function manifestLicenses(text: string): string[] {
  const words = text.split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return words.every((word) => licenseOf(word).isExpression) ? words : [text];
}

export function licenseOf(text: string): License {
  try {
    parseExpression(text);
    return { text, isExpression: true };
  } catch {
    return { text, isExpression: false };
  }
}

function fileOf(line: string, root: string) {
  const [, blake2b, path] = /^([0-9a-f]{64}) {2}(.*)$/.exec(line) ?? [];
  if (blake2b === undefined || path === undefined || !path.startsWith(`${root}/`)) return [];
  return [{ path: path.slice(root.length + 1), blake2b }];
}

/** A package URL of the type `habitat`, in the form of the purl specification. */
export function packageUrl(
  described: Pick<DescribedPackage, "origin" | "name" | "version" | "release" | "target">,
): string {
  const { origin, name, version, release, target } = described;
  const encoded = [origin, name].map(encodeURIComponent).join("/");
  const qualifiers = `release=${release}${target === "" ? "" : `&target=${target}`}`;
  return `pkg:habitat/${encoded}@${encodeURIComponent(version)}?${qualifiers}`;
}
