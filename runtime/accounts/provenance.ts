/**
 * Where a package comes from: an in-toto statement with SLSA provenance, signed by the origin.
 *
 * Source: https://in-toto.io/Statement/v1, https://slsa.dev/spec/v1.0/provenance
 */
import { formatKeyName } from "../crypto/key-name.ts";
import { type Bill, timestamp } from "./bill.ts";
import { packageUrl } from "./described-package.ts";
import { invalid, openEnvelope } from "./dsse.ts";
import { fileUri, uriOf } from "./uri.ts";

export const statementType = "application/vnd.in-toto+json";
const statementVersion = "https://in-toto.io/Statement/v1";
const predicateType = "https://slsa.dev/provenance/v1";

/** What a build did, beside what it made. */
export interface BuildRecord {
  /** The plan: its file, relative to the source tree, and its SHA-256. */
  readonly plan: { readonly file: string; readonly sha256: string };
  /** Where the phases ran, and on what they stood. */
  readonly studio: string;
  readonly base: string;
  /** What of the network it used: `off`, `download` or `on`. */
  readonly network: string;
  /** Whether somebody worked in the build by hand: then the package does not follow from the plan alone. */
  readonly attended: boolean;
  /** Whether it found what earlier builds had left. */
  readonly lasting: boolean;
  /** Environment variables of the caller that reached the build, without secrets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly dependencies: readonly UsedPackage[];
  /** In milliseconds since 1970. */
  readonly started: number;
  readonly finished: number;
}

/** A package that a build used. */
export interface UsedPackage {
  /** The full identifier. */
  readonly ident: string;
  /** BLAKE2b-256 of its `FILES`; absent where it has none. */
  readonly blake2b?: string;
  /** Whether it is the host's, under the name of a package. */
  readonly standIn: boolean;
}

/** The subject of a provenance: the package as a file. */
export interface Subject {
  readonly name: string;
  readonly sha256: string;
  readonly blake2b: string;
}

/** @returns The statement, as the JSON object of the specifications. */
export function provenanceStatement(
  bill: Bill,
  record: BuildRecord,
  subject: Subject,
): Record<string, unknown> {
  const { main, habc } = bill;
  return {
    _type: statementVersion,
    subject: [
      { name: subject.name, digest: { sha256: subject.sha256, blake2b_256: subject.blake2b } },
    ],
    predicateType,
    predicate: {
      buildDefinition: {
        buildType: "urn:habc:build:plan:v1",
        externalParameters: {
          plan: record.plan.file,
          ident: main.ident,
          target: main.target,
          environment: record.environment,
        },
        internalParameters: {
          studio: record.studio,
          base: record.base,
          network: record.network,
          attended: record.attended,
          lasting: record.lasting,
        },
        resolvedDependencies: [
          { uri: fileUri(record.plan.file), digest: { sha256: record.plan.sha256 } },
          ...(main.source === undefined
            ? []
            : [{ ...locationOf(main.source.url), digest: { sha256: main.source.sha256 } }]),
          ...record.dependencies.map((used) => resourceOf(used, main.target)),
        ],
      },
      runDetails: {
        builder: { id: "urn:habc:builder:local", version: { habc } },
        metadata: {
          invocationId: `${main.ident}@${timestamp(record.started)}`,
          startedOn: timestamp(record.started),
          finishedOn: timestamp(record.finished),
        },
      },
    },
  };
}

/** Not everything that a plan names as its source is an address. */
function locationOf(url: string) {
  const uri = uriOf(url);
  return uri === undefined ? { name: url } : { uri };
}

/** Source: https://github.com/in-toto/attestation, `resource_descriptor.md`. */
function resourceOf({ ident, blake2b, standIn }: UsedPackage, target: string) {
  const [origin = "", name = "", version = "", release = ""] = ident.split("/");
  return {
    uri: packageUrl({ origin, name, version, release, target }),
    ...(blake2b === undefined ? {} : { digest: { blake2b_256: blake2b } }),
    ...(standIn ? { annotations: { hostStandIn: true } } : {}),
  };
}

/** What a provenance that holds says. */
export interface VerifiedProvenance {
  readonly signers: readonly string[];
  readonly statement: Readonly<Record<string, unknown>>;
}

/**
 * Checks that a provenance is signed, and speaks of this package.
 *
 * @param options.file What to call the provenance in errors.
 * @param options.subject The package as it is now.
 * @param options.origin Whose key must have signed it: any key of the cache could speak otherwise.
 * @throws HabcError `provenance-invalid`, `key-missing`.
 */
export async function verifyProvenance(
  text: string,
  options: {
    readonly file: string;
    readonly keys: string;
    readonly subject: Subject;
    readonly origin: string;
  },
): Promise<VerifiedProvenance> {
  const { file, subject, origin } = options;
  const { type, payload, signers } = await openEnvelope(text, options);
  const names = signers.map(formatKeyName);
  if (!signers.some(({ name }) => name === origin)) {
    throw invalid(file, `it is signed with ${names.join(", ")}, not with a key of ${origin}`);
  }
  if (type !== statementType) throw invalid(file, `it holds ${type}, not ${statementType}`);
  const statement = parseStatement(payload, file);
  const { _type: version, predicateType: predicate, subject: subjects } = statement;
  if (version !== statementVersion || predicate !== predicateType) {
    throw invalid(file, "it is no SLSA provenance");
  }
  const isSubject =
    Array.isArray(subjects) && subjects.some((one) => one?.digest?.sha256 === subject.sha256);
  if (!isSubject) throw invalid(file, `it speaks of another file than ${subject.name}`);
  return { signers: names, statement };
}

function parseStatement(payload: Buffer, file: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(payload.toString("utf8")));
  } catch {
    throw invalid(file, "its statement is not JSON");
  }
}
