/** Bills of materials are valid whatever a plan says of itself. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Bill } from "../../../runtime/accounts/bill.ts";
import { cycloneDxDocument } from "../../../runtime/accounts/cyclonedx.ts";
import { type DescribedPackage, licenseOf } from "../../../runtime/accounts/described-package.ts";
import { provenanceStatement } from "../../../runtime/accounts/provenance.ts";
import { spdxDocument } from "../../../runtime/accounts/spdx.ts";
import { cycloneDxFaults, provenanceFaults, spdxFaults } from "./formats.ts";

const hex = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((b) => Buffer.from(b).toString("hex"));
const word = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_+~.-]{0,8}$/);
const idents = fc
  .tuple(fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,5}$/), word, word)
  .map(([origin, name, version]) => `${origin}/${name}/${version}/20240101000000`);
const anything = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("", "two\nlines", "A <a@b.example>", "50 % off", "no uri at all", "é"),
);
const addresses = fc.oneof(
  anything,
  fc.webUrl(),
  fc.constantFrom(
    "https://example.org/a b.tar.gz",
    "https://example.org/100%.tar.gz",
    "https://example.org/[x]/{y}.tar.gz",
    "file:///home/someone/a b.tar.gz",
    "http://",
    "https://exämple.org/ä|b",
  ),
);
const licenses = fc
  .array(
    fc.oneof(anything, fc.constantFrom("MIT", "GPL-2.0-or-later OR MIT", "Ours, v2", "(MIT)", "-")),
    {
      maxLength: 3,
    },
  )
  .map((texts) => texts.filter((text) => text !== "").map(licenseOf));

function described(ident: string): fc.Arbitrary<DescribedPackage> {
  const [origin = "", name = "", version = "", release = ""] = ident.split("/");
  return fc.record({
    ident: fc.constant(ident),
    origin: fc.constant(origin),
    name: fc.constant(name),
    version: fc.constant(version),
    release: fc.constant(release),
    target: fc.constant("x86_64-linux"),
    description: anything,
    maintainer: anything,
    homepage: addresses,
    licenses,
    source: fc.record({ url: addresses.filter((url) => url !== ""), sha256: hex }),
    standIn: fc.boolean(),
    dependencies: fc.uniqueArray(idents, { maxLength: 3 }),
    buildDependencies: fc.uniqueArray(idents, { maxLength: 3 }),
    files: fc.uniqueArray(fc.record({ path: anything, blake2b: hex }), {
      maxLength: 3,
      selector: ({ path }) => path,
    }),
  });
}

const bills: fc.Arbitrary<Bill> = fc
  .uniqueArray(idents, { minLength: 1, maxLength: 4 })
  .chain((all) =>
    fc.record({
      packages: fc.tuple(...all.map(described)),
      artifact: fc.option(fc.record({ name: word, sha256: hex }), { nil: undefined }),
      time: fc.integer({ min: 0, max: 4e12 }),
    }),
  )
  .map(({ packages: [main, ...closure], artifact, time }) => ({
    main: main as DescribedPackage,
    closure,
    time,
    habc: "1.0.0",
    ...(artifact === undefined ? {} : { artifact }),
  }));

test("a bill of any packages is valid SPDX and valid CycloneDX", async () => {
  await fc.assert(
    fc.asyncProperty(bills, async (bill) => {
      expect(spdxFaults(spdxDocument(bill))).toBeUndefined();
      expect(await cycloneDxFaults(cycloneDxDocument(bill))).toBeUndefined();
    }),
    { numRuns: 150 },
  );
});

test("a provenance of any package is a valid statement", () => {
  const records = fc.record({
    plan: fc.record({
      file: fc.constantFrom("plan.sh", "a b/plan.sh", "50%/[x]/é?#/plan.ts"),
      sha256: hex,
    }),
    studio: fc.constantFrom("namespaces", "none"),
    base: anything,
    network: fc.constantFrom("off", "on", "download"),
    attended: fc.boolean(),
    lasting: fc.boolean(),
    environment: fc.dictionary(word, anything),
    dependencies: fc.array(
      fc.record(
        { ident: idents, blake2b: hex, standIn: fc.boolean() },
        { requiredKeys: ["ident", "standIn"] },
      ),
    ),
    started: fc.integer({ min: 0, max: 4e12 }),
    finished: fc.integer({ min: 0, max: 4e12 }),
  });
  const subjects = fc.record({ name: word, sha256: hex, blake2b: hex });
  fc.assert(
    fc.property(bills, records, subjects, (bill, record, subject) => {
      expect(provenanceFaults(provenanceStatement(bill, record, subject))).toBeUndefined();
    }),
  );
});

test("what is no document of a format is told", async () => {
  expect(spdxFaults({ spdxVersion: "SPDX-2.3" })).toBeDefined();
  expect(
    await cycloneDxFaults({ bomFormat: "CycloneDX", specVersion: "1.6", more: 1 }),
  ).toBeDefined();
  expect(provenanceFaults({ _type: "https://in-toto.io/Statement/v1" })).toBeDefined();
});
