/** The accounts of a real build: they say what is there, and change when it does. */
import { execFileSync } from "node:child_process";
import { createPublicKey, verify } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signEnvelope } from "../../../runtime/accounts/dsse.ts";
import { latestSecretKey } from "../../../runtime/crypto/key-cache.ts";
import { openWorkshop, type Workshop } from "../../support/workshop.ts";
import { cycloneDxFaults, provenanceFaults, spdxFaults } from "./formats.ts";

let workshop: Workshop;
let hart = "";
beforeAll(async () => {
  workshop = await openWorkshop();
  workshop.install("acme/libc/2/20240101000000", { FILES: "x" });
  plan("one");
  await workshop.build("plan");
  hart = workshop.hart("thing");
});
afterAll(() => workshop.close());

function plan(content: string): void {
  workshop.write(
    "plan/plan.sh",
    `pkg_name=thing\npkg_origin=acme\npkg_version=1.0\npkg_license=(MIT "My Own Terms")\npkg_maintainer="A <a@example.test>"\npkg_deps=(acme/libc)\ndo_build() { return 0; }\ndo_install() { echo "${content}" > "$pkg_prefix/file"; }\n`,
  );
}

// biome-ignore lint/suspicious/noExplicitAny: documents of other people's formats
const json = (file: string): any => JSON.parse(readFileSync(file, "utf8"));
const sha256 = (file: string) => execFileSync("sha256sum", [file]).toString().split(" ")[0];

test("all that a build writes is valid in its format", async () => {
  expect(spdxFaults(json(`${hart}.spdx.json`))).toBeUndefined();
  expect(await cycloneDxFaults(json(`${hart}.cdx.json`))).toBeUndefined();
  const { payload } = json(`${hart}.provenance.json`);
  expect(provenanceFaults(JSON.parse(Buffer.from(payload, "base64").toString()))).toBeUndefined();
});

test("the bills name the package, its files and what it runs with", () => {
  const spdx = json(`${hart}.spdx.json`);
  const [main, libc] = spdx.packages;
  expect(main.checksums).toEqual([{ algorithm: "SHA256", checksumValue: sha256(hart) }]);
  expect(main.licenseDeclared).toBe("MIT AND LicenseRef-My-Own-Terms");
  expect(libc.name).toBe("acme/libc");
  expect(spdx.relationships).toContainEqual({
    spdxElementId: main.SPDXID,
    relationshipType: "DEPENDS_ON",
    relatedSpdxElement: libc.SPDXID,
  });
  const ids = spdx.packages.map(({ SPDXID }: { SPDXID: string }) => SPDXID);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { spdxElementId, relatedSpdxElement } of spdx.relationships) {
    expect(ids).toContain(spdxElementId);
    expect(ids).toContain(relatedSpdxElement);
  }

  const cyclone = json(`${hart}.cdx.json`);
  const file = cyclone.components.find(({ name }: { name: string }) => name === "file");
  const unpacked = join(workshop.unpack(hart), "file");
  const [sum] = execFileSync("b2sum", ["-l", "256", unpacked]).toString().split(" ");
  expect(file.hashes).toEqual([{ alg: "BLAKE2b-256", content: sum }]);
  const references = new Set([
    cyclone.metadata.component["bom-ref"],
    ...cyclone.components.map((component: { "bom-ref": string }) => component["bom-ref"]),
  ]);
  for (const { ref, dependsOn = [] } of cyclone.dependencies) {
    for (const one of [ref, ...dependsOn]) expect(references).toContain(one);
  }
});

test("the provenance is signed as DSSE asks, and speaks of this file and this plan", () => {
  const { payloadType, payload, signatures } = json(`${hart}.provenance.json`);
  const body = Buffer.from(payload, "base64");
  const message = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${body.length} `),
    body,
  ]);
  const name =
    readdirSync(join(workshop.folder, "keys")).find((file) => file.endsWith(".pub")) ?? "";
  const key = readFileSync(join(workshop.folder, "keys", name), "utf8").split("\n")[3] ?? "";
  const publicKey = createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(key, "base64").toString("base64url") },
    format: "jwk",
  });
  expect(signatures).toHaveLength(1);
  expect(verify(null, message, publicKey, Buffer.from(signatures[0].sig, "base64"))).toBe(true);
  const { subject, predicateType, predicate } = JSON.parse(body.toString());
  expect(predicateType).toBe("https://slsa.dev/provenance/v1");
  expect(subject[0].digest.sha256).toBe(sha256(hart));
  const { resolvedDependencies } = predicate.buildDefinition;
  expect(resolvedDependencies[0].digest.sha256).toBe(sha256(join(workshop.folder, "plan/plan.sh")));
  expect(resolvedDependencies[1].uri).toContain("pkg:habitat/acme/libc@2?");
});

test("a provenance that was changed, or is of another file, is refused", async () => {
  const check = () => workshop.habc(["pkg", "verify", "--provenance", hart]);
  expect((await check()).status).toBe(0);
  const file = `${hart}.provenance.json`;
  const text = readFileSync(file, "utf8");
  const envelope = JSON.parse(text);
  const statement = Buffer.from(envelope.payload, "base64").toString();
  const changed = Buffer.from(statement.replace("acme/libc", "acme/evil")).toString("base64");
  for (const bad of [
    JSON.stringify({ ...envelope, payload: changed }),
    "{}",
    "null",
    JSON.stringify({ ...envelope, signatures: [null] }),
    "no JSON",
    '{"signatures":[]}',
  ]) {
    writeFileSync(file, bad);
    const refused = await check();
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("provenance-invalid");
  }
  plan("two");
  await workshop.build("plan");
  const harts = readdirSync(workshop.results).filter((name) => name.endsWith(".hart"));
  const other = join(workshop.results, harts.find((name) => !hart.endsWith(name)) ?? "");
  writeFileSync(file, readFileSync(`${other}.provenance.json`));
  const refused = await check();
  expect(refused.stderr).toContain("it speaks of another file");
  writeFileSync(file, text);
});

test("a provenance that another origin signed is refused, whoever trusts its key", async () => {
  expect((await workshop.habc(["origin", "key", "generate", "other"])).status).toBe(0);
  const file = `${hart}.provenance.json`;
  const text = readFileSync(file, "utf8");
  const { payloadType, payload } = JSON.parse(text);
  const keys = join(workshop.folder, "keys");
  const key = await latestSecretKey(keys, "other");
  const body = Buffer.from(payload, "base64");
  writeFileSync(file, JSON.stringify(await signEnvelope(payloadType, body, key)));
  const refused = await workshop.habc(["pkg", "verify", "--provenance", hart]);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(
    /provenance-invalid.*signed with other-\d+, not with a key of acme/,
  );
  writeFileSync(file, text);
  expect((await workshop.habc(["pkg", "verify", "--provenance", hart])).status).toBe(0);
});

test("bills go into the package where that is asked for, and nowhere where it is not", async () => {
  workshop.write(
    "inner/plan.sh",
    "pkg_name=inner\npkg_origin=acme\npkg_version=1\ndo_build() { :; }\ndo_install() { :; }\n",
  );
  await workshop.build("inner", { args: ["--accounts", "inside"] });
  const unpacked = workshop.unpack(workshop.hart("inner"));
  expect(json(join(unpacked, "SBOM.spdx.json")).name).toContain("acme/inner/1/");
  expect(readFileSync(join(unpacked, "FILES"), "utf8")).toContain("/SBOM.cdx.json\n");
  const before = readdirSync(workshop.results).length;
  execFileSync("rm", [workshop.hart("inner")]);
  await workshop.build("inner", { args: ["--accounts", "none"] });
  expect(readdirSync(workshop.results)).toHaveLength(before);
});

test("the bill of an installed package covers its closure", async () => {
  const { stdout } = await workshop.habc(["pkg", "sbom", "acme/thing", "--format", "cyclonedx"]);
  const document = JSON.parse(stdout);
  expect(document.metadata.component.name).toBe("thing");
  expect(document.components[0].purl).toBe(
    "pkg:habitat/acme/libc@2?release=20240101000000&target=x86_64-linux",
  );
});

test("the accounts change with what they describe, and with nothing else", async () => {
  const all = async (content: string, version = 2) => {
    plan(content);
    workshop.install(`acme/libc/${version}/20240101000000`, { FILES: "x" });
    const env = { SOURCE_DATE_EPOCH: String(1.7e9 + version) };
    execFileSync("rm", ["-rf", workshop.results, join(workshop.packages, "acme/thing")]);
    await workshop.build("plan", { env, args: ["--no-cache"] });
    const made = workshop.hart("thing");
    const texts = ["spdx", "cdx", "provenance"].map((kind) =>
      readFileSync(`${made}.${kind}.json`, "utf8"),
    );
    const { payload } = json(`${made}.provenance.json`);
    const { subject, predicate } = JSON.parse(Buffer.from(payload, "base64").toString());
    const spdx = json(`${made}.spdx.json`);
    const needed = spdx.packages.map(({ versionInfo }: { versionInfo: string }) => versionInfo);
    return { texts, sum: sha256(made), subject, predicate, spdx, needed };
  };
  const first = await all("one");
  const again = await all("one");
  expect(again.texts.slice(0, 2)).toEqual(first.texts.slice(0, 2));
  expect(again.predicate.buildDefinition).toEqual(first.predicate.buildDefinition);
  const changed = await all("two");
  expect(changed.sum).not.toBe(first.sum);
  for (const [at, text] of first.texts.entries()) expect(changed.texts[at]).not.toBe(text);
  expect(changed.subject[0].digest.sha256).toBe(changed.sum);
  expect(changed.spdx.packages[0].checksums[0].checksumValue).toBe(changed.sum);
  const newer = await all("two", 3);
  expect(newer.needed).toContain("3/20240101000000");
  expect(changed.needed).not.toContain("3/20240101000000");
  expect(newer.predicate.buildDefinition.resolvedDependencies[1].uri).toContain("acme/libc@3?");
});
