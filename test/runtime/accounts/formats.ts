/**
 * What the formats of the accounts ask for.
 *
 * CycloneDX is validated by its project's own library, with its own schema. There is no package that
 * brings a schema of SPDX 2.3, in-toto or SLSA: theirs are written here after the specifications,
 * for the parts that habc writes, and know no other field.
 */
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { Ajv, type Schema } from "ajv";
import addFormats from "ajv-formats";
import parseExpression from "spdx-expression-parse";

const ajv = new Ajv({ allErrors: true, strict: true });
addFormats.default(ajv);
ajv.addFormat("spdx-license", isLicence);

const cycloneDx = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

/** @returns What is wrong; nothing where the document is valid. */
export async function cycloneDxFaults(document: unknown): Promise<unknown> {
  return (await cycloneDx.validate(JSON.stringify(document))) ?? undefined;
}

const text = { type: "string", minLength: 1 } as const;
const uri = { type: "string", format: "uri" } as const;
const time = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$" } as const;
const spdxId = { type: "string", pattern: "^SPDXRef-[A-Za-z0-9.-]+$" } as const;
const licence = { type: "string", format: "spdx-license" } as const;
const sha256 = { type: "string", pattern: "^[0-9a-f]{64}$" } as const;

/** An object with these fields, and no others. */
function object(required: Record<string, Schema>, optional: Record<string, Schema> = {}): Schema {
  const properties = { ...required, ...optional };
  return {
    type: "object",
    properties,
    required: Object.keys(required),
    additionalProperties: false,
  };
}

const list = (items: Schema) => ({ type: "array", items, minItems: 1 });

/** Source: https://spdx.github.io/spdx-spec/v2.3/, chapters 6, 7, 10 and 11. */
const spdx = object(
  {
    spdxVersion: { const: "SPDX-2.3" },
    dataLicense: { const: "CC0-1.0" },
    SPDXID: { const: "SPDXRef-DOCUMENT" },
    name: text,
    documentNamespace: { ...uri, pattern: "^[^#]+$" },
    creationInfo: object({
      created: time,
      creators: list({ type: "string", pattern: "^(Person|Organization|Tool): ." }),
    }),
    packages: list(
      object(
        {
          SPDXID: spdxId,
          name: text,
          // RFC 3986, or that nothing is said.
          downloadLocation: { anyOf: [uri, { enum: ["NONE", "NOASSERTION"] }] },
          filesAnalyzed: { const: false },
        },
        {
          versionInfo: text,
          packageFileName: text,
          supplier: { type: "string", pattern: "^((Person|Organization): .|NOASSERTION$)" },
          description: text,
          comment: text,
          homepage: uri,
          licenseDeclared: licence,
          licenseConcluded: licence,
          copyrightText: text,
          checksums: list(object({ algorithm: { const: "SHA256" }, checksumValue: sha256 })),
          externalRefs: list(
            object({
              referenceCategory: { const: "PACKAGE-MANAGER" },
              referenceType: { const: "purl" },
              referenceLocator: { type: "string", pattern: "^pkg:[a-z]+/[^\\s]+$" },
            }),
          ),
        },
      ),
    ),
    documentDescribes: list(spdxId),
    relationships: {
      type: "array",
      items: object({
        spdxElementId: spdxId,
        relationshipType: { enum: ["DEPENDS_ON", "BUILD_DEPENDENCY_OF", "GENERATED_FROM"] },
        relatedSpdxElement: spdxId,
      }),
    },
  },
  {
    hasExtractedLicensingInfos: list(
      object({
        licenseId: { type: "string", pattern: "^LicenseRef-[A-Za-z0-9.-]+$" },
        name: text,
        extractedText: text,
      }),
    ),
  },
);

const digests = {
  type: "object",
  propertyNames: { enum: ["sha256", "blake2b_256"] },
  additionalProperties: sha256,
  minProperties: 1,
} as const;

/** Source: https://in-toto.io/Statement/v1 and https://slsa.dev/spec/v1.0/provenance. */
const provenance = object({
  _type: { const: "https://in-toto.io/Statement/v1" },
  subject: list(object({ name: text, digest: digests })),
  predicateType: { const: "https://slsa.dev/provenance/v1" },
  predicate: object({
    buildDefinition: object({
      buildType: uri,
      externalParameters: { type: "object" },
      internalParameters: { type: "object" },
      resolvedDependencies: list(
        object({}, { uri, name: text, digest: digests, annotations: { type: "object" } }),
      ),
    }),
    runDetails: object({
      builder: object({
        id: uri,
        version: { type: "object", additionalProperties: { type: "string" } },
      }),
      metadata: object({ invocationId: text, startedOn: time, finishedOn: time }),
    }),
  }),
});

export const spdxFaults = faults(spdx);
export const provenanceFaults = faults(provenance);

function faults(schema: Schema): (document: unknown) => unknown {
  const validate = ajv.compile(schema);
  return (document) => (validate(document) ? undefined : validate.errors);
}

function isLicence(expression: string): boolean {
  if (["NONE", "NOASSERTION"].includes(expression)) return true;
  try {
    parseExpression(expression);
    return true;
  } catch {
    return false;
  }
}
