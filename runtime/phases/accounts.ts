/** Writes the accounts of a package: bills of materials and the signed provenance. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, relative } from "node:path";
import type { Bill } from "../accounts/bill.ts";
import { cycloneDxDocument } from "../accounts/cyclonedx.ts";
import { describePackage } from "../accounts/described-package.ts";
import { signEnvelope } from "../accounts/dsse.ts";
import {
  type BuildRecord,
  provenanceStatement,
  statementType,
  type UsedPackage,
} from "../accounts/provenance.ts";
import { spdxDocument } from "../accounts/spdx.ts";
import { shownVariables } from "../build/inner-environment.ts";
import type { BuildResult } from "../build/request.ts";
import type { Build } from "../build/state.ts";
import { isStandIn } from "../installed/host/is-stand-in.ts";
import { filesDigest } from "../lock/make-lock.ts";
import { unique } from "../store/dependency-order.ts";
import { parseFullIdent } from "../store/ident.ts";
import { openPackage, type Package } from "../store/package.ts";
import { writeTop } from "./metadata.ts";
import { writeResultText } from "./outputs.ts";
import { signingKey } from "./signing-key.ts";

/** What a bill's file is called, after the name of the package. */
const bills = [
  { suffix: "spdx.json", render: spdxDocument },
  { suffix: "cdx.json", render: cycloneDxDocument },
] as const;

/** Writes bills into the package, where that is asked for; before its files are listed. */
export async function writeBillsInside(build: Build): Promise<void> {
  if (build.request.accounts !== "inside") return;
  const bill = billOf(build);
  for (const { suffix, render } of bills) {
    await writeTop(build, `SBOM.${suffix}`, jsonText(render(bill)));
  }
}

/**
 * Writes the accounts beside the finished package, each named after it.
 *
 * @throws HabcError `results-unwritable`, `key-missing`.
 */
export async function writeAccounts(build: Build, result: BuildResult): Promise<void> {
  if (build.request.accounts === "none") return;
  const name = basename(result.file);
  const bill = billOf(build, { name, sha256: result.sha256 });
  for (const { suffix, render } of bills) {
    await writeResultText(build, `${name}.${suffix}`, jsonText(render(bill)));
  }
  const subject = { name, sha256: result.sha256, blake2b: result.blake2b };
  const statement = provenanceStatement(bill, await recordOf(build), subject);
  const payload = Buffer.from(JSON.stringify(statement));
  const envelope = await signEnvelope(statementType, payload, await signingKey(build));
  await writeResultText(build, `${name}.provenance.json`, jsonText(envelope));
}

function billOf(build: Build, artifact?: Bill["artifact"]): Bill {
  const ident = parseFullIdent(build.identity.ident);
  const main = openPackage(ident, build.prefixHost);
  return {
    main: describePackage(main, build.settings.pkg_license),
    closure: build.dependencies.tdeps.map((found) => describePackage(found)),
    ...(artifact === undefined ? {} : { artifact }),
    time: build.started,
    habc: build.request.habc,
  };
}

async function recordOf(build: Build): Promise<BuildRecord> {
  const { plan, studio, network = "on" } = build.request;
  const text = await readFile(plan.file);
  const dependencies = await Promise.all(
    unique([...build.dependencies.allTdeps, ...build.base.packages]).map(usedPackage),
  );
  return {
    plan: {
      file: relative(plan.tree, plan.file),
      sha256: createHash("sha256").update(text).digest("hex"),
    },
    studio,
    base: nameOfBase(build.base),
    network,
    attended: build.shells.wasOpened,
    lasting: build.request.lasting !== undefined,
    environment: shownVariables(build.request.environment),
    dependencies,
    started: build.started,
    finished: build.request.environment["SOURCE_DATE_EPOCH"] ? build.started : Date.now(),
  };
}

async function usedPackage(found: Package): Promise<UsedPackage> {
  const files = await filesDigest(found);
  const standIn = isStandIn(found);
  return { ident: found.name, standIn, ...(files === undefined ? {} : { blake2b: files }) };
}

function nameOfBase({ name, digest, packages }: Build["base"]): string {
  // Packages stand among the dependencies.
  return digest === undefined || packages.length > 0 ? name : `${name} ${digest}`;
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
