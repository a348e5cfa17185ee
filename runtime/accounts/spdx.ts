/** A bill of materials as SPDX 2.3 in JSON. Source: https://spdx.github.io/spdx-spec/v2.3/ */
import { createHash } from "node:crypto";
import { type Bill, timestamp } from "./bill.ts";
import { type DescribedPackage, type License, packageUrl } from "./described-package.ts";
import { uriOf } from "./uri.ts";

/** @returns The document, as the JSON object of the specification. */
export function spdxDocument(bill: Bill): Record<string, unknown> {
  const { main, closure, habc } = bill;
  const packages = [main, ...closure];
  const known = new Set(packages.map(({ ident }) => ident));
  const others = [...new Set(packages.flatMap(neededBy))].filter((ident) => !known.has(ident));
  const custom = new Map(
    packages
      .flatMap(({ licenses }) => licenses)
      .filter(({ isExpression }) => !isExpression)
      .map((license) => [licenseId(license), license.text]),
  );
  const content = JSON.stringify([main, closure, bill.artifact]);
  const digest = createHash("sha256").update(content).digest("hex");
  return {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: main.ident,
    documentNamespace: `urn:habc:spdx:${digest}`,
    creationInfo: { created: timestamp(bill.time), creators: [`Tool: habc-${habc}`] },
    documentDescribes: [idOf(main.ident)],
    packages: [
      ...packages.map((described) => packageEntry(described, bill)),
      ...packages.flatMap(sourceEntry),
      ...others.map(namedEntry),
    ],
    relationships: packages.flatMap(relationships),
    ...(custom.size === 0
      ? {}
      : {
          hasExtractedLicensingInfos: [...custom].map(([licenseId, name]) => ({
            licenseId,
            name,
            extractedText: `The plan names this licence: ${name}`,
          })),
        }),
  };
}

function packageEntry(described: DescribedPackage, { main, artifact }: Bill) {
  const { ident, description, maintainer } = described;
  const homepage = uriOf(described.homepage);
  const file = described === main ? artifact : undefined;
  const licence = described.licenses.map(licenseExpression).join(" AND ") || "NOASSERTION";
  return {
    SPDXID: idOf(ident),
    name: `${described.origin}/${described.name}`,
    versionInfo: `${described.version}/${described.release}`,
    downloadLocation: "NOASSERTION",
    filesAnalyzed: false,
    supplier: maintainer === "" ? "NOASSERTION" : `Organization: ${maintainer}`,
    ...(description === "" ? {} : { description }),
    ...(described.standIn ? { comment: "The files of the host it was built on stand in." } : {}),
    ...(homepage === undefined ? {} : { homepage }),
    licenseDeclared: licence,
    licenseConcluded: "NOASSERTION",
    copyrightText: "NOASSERTION",
    ...(file === undefined
      ? {}
      : {
          packageFileName: file.name,
          checksums: [{ algorithm: "SHA256", checksumValue: file.sha256 }],
        }),
    externalRefs: [
      {
        referenceCategory: "PACKAGE-MANAGER",
        referenceType: "purl",
        referenceLocator: packageUrl(described),
      },
    ],
  };
}

/** The archive that a package was built from, as a package of its own. */
function sourceEntry({ ident, source, name, version }: DescribedPackage) {
  if (source === undefined) return [];
  return [
    {
      SPDXID: idOf(`${ident}/source`),
      name: `${name} source`,
      versionInfo: version,
      downloadLocation: (isPublic(source.url) && uriOf(source.url)) || "NOASSERTION",
      filesAnalyzed: false,
      licenseDeclared: "NOASSERTION",
      licenseConcluded: "NOASSERTION",
      copyrightText: "NOASSERTION",
      checksums: [{ algorithm: "SHA256", checksumValue: source.sha256 }],
    },
  ];
}

function isPublic(url: string): boolean {
  return /^(https?|ftp):/.test(url);
}

/** A package of which only the name is known here. */
function namedEntry(ident: string) {
  const [origin, name, version, release] = ident.split("/");
  return {
    SPDXID: idOf(ident),
    name: `${origin}/${name}`,
    versionInfo: `${version}/${release}`,
    downloadLocation: "NOASSERTION",
    filesAnalyzed: false,
    licenseDeclared: "NOASSERTION",
    licenseConcluded: "NOASSERTION",
    copyrightText: "NOASSERTION",
  };
}

function relationships(described: DescribedPackage) {
  const spdxElementId = idOf(described.ident);
  const to = (relationshipType: string, ident: string) => ({
    spdxElementId,
    relationshipType,
    relatedSpdxElement: idOf(ident),
  });
  return [
    ...described.dependencies.map((ident) => to("DEPENDS_ON", ident)),
    ...described.buildDependencies.map((ident) => ({
      spdxElementId: idOf(ident),
      relationshipType: "BUILD_DEPENDENCY_OF",
      relatedSpdxElement: spdxElementId,
    })),
    ...(described.source === undefined ? [] : [to("GENERATED_FROM", `${described.ident}/source`)]),
  ];
}

function neededBy({ dependencies, buildDependencies }: DescribedPackage): string[] {
  return [...dependencies, ...buildDependencies];
}

/** Identifiers may hold letters, digits, dots and dashes. */
function idOf(ident: string): string {
  return `SPDXRef-${ident.replace(/[^A-Za-z0-9.-]/g, (character) =>
    character === "/" ? "." : `-${character.codePointAt(0)?.toString(16)}-`,
  )}`;
}

function licenseExpression(license: License): string {
  if (!license.isExpression) return licenseId(license);
  return / (AND|OR) /i.test(license.text) ? `(${license.text})` : license.text;
}

function licenseId({ text }: License): string {
  return `LicenseRef-${text.replace(/[^A-Za-z0-9.]+/g, "-").replace(/^-|-$/g, "") || "unnamed"}`;
}
