/** A bill of materials as CycloneDX 1.6 in JSON. Source: https://cyclonedx.org/docs/1.6/json/ */
import { createHash } from "node:crypto";
import { type Bill, timestamp } from "./bill.ts";
import { type DescribedPackage, packageUrl } from "./described-package.ts";
import { uriOf } from "./uri.ts";

/** @returns The document, as the JSON object of the specification. */
export function cycloneDxDocument(bill: Bill): Record<string, unknown> {
  const { main, closure, habc } = bill;
  const references = new Map([main, ...closure].map((found) => [found.ident, packageUrl(found)]));
  const reference = (ident: string) => references.get(ident) ?? ident;
  const packages = [main, ...closure];
  const named = [...new Set(packages.flatMap(({ dependencies }) => dependencies))].filter(
    (ident) => !references.has(ident),
  );
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify([main, closure, bill.artifact]))}`,
    version: 1,
    metadata: {
      timestamp: timestamp(bill.time),
      tools: { components: [{ type: "application", name: "habc", version: habc }] },
      component: {
        ...component(main),
        ...(bill.artifact === undefined
          ? {}
          : { hashes: [{ alg: "SHA-256", content: bill.artifact.sha256 }] }),
      },
    },
    components: [
      ...closure.map(component),
      ...named.map((ident) => ({ type: "library", "bom-ref": ident, name: ident })),
      ...main.files.map(({ path, blake2b }) => ({
        type: "file",
        "bom-ref": `${packageUrl(main)}#${encodeURI(path)}`,
        name: path,
        hashes: [{ alg: "BLAKE2b-256", content: blake2b }],
      })),
    ],
    dependencies: [
      ...packages.map(({ ident, dependencies }) => ({
        ref: reference(ident),
        dependsOn: [...new Set(dependencies.map(reference))],
      })),
      ...named.map((ref) => ({ ref })),
    ],
  };
}

function component(described: DescribedPackage) {
  const { origin, name, version, description, maintainer, source } = described;
  const homepage = uriOf(described.homepage);
  const links = [
    ...(homepage === undefined ? [] : [{ type: "website", url: homepage }]),
    ...(source === undefined
      ? []
      : [
          {
            type: "source-distribution",
            url: uriOf(source.url) ?? encodeURIComponent(source.url),
            hashes: [{ alg: "SHA-256", content: source.sha256 }],
          },
        ]),
  ];
  const expressions = described.licenses.filter(({ isExpression }) => isExpression);
  const only =
    expressions.length === 1 && described.licenses.length === 1 ? expressions[0] : undefined;
  return {
    type: "application",
    "bom-ref": packageUrl(described),
    group: origin,
    name,
    version,
    purl: packageUrl(described),
    ...(description === "" ? {} : { description }),
    ...(maintainer === "" ? {} : { authors: [{ name: maintainer }] }),
    ...(described.licenses.length === 0
      ? {}
      : {
          licenses:
            only === undefined
              ? described.licenses.map(({ text }) => ({ license: { name: text } }))
              : [{ expression: only.text }],
        }),
    ...(links.length === 0 ? {} : { externalReferences: links }),
    properties: [
      { name: "habc:ident", value: described.ident },
      ...(described.standIn ? [{ name: "habc:hostStandIn", value: "true" }] : []),
    ],
  };
}

/** A UUID that follows from a text. Source: RFC 9562, version 8. */
function uuidOf(text: string): string {
  const bytes = createHash("sha256").update(text).digest().subarray(0, 16);
  bytes.writeUInt8(((bytes[6] ?? 0) & 0x0f) | 0x80, 6);
  bytes.writeUInt8(((bytes[8] ?? 0) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
