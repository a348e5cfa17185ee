import { open, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { HabcError, isHabcError } from "../../../compiler/ir/index.ts";
import { verifyProvenance } from "../../../runtime/accounts/provenance.ts";
import { digestsOf } from "../../../runtime/crypto/digests.ts";
import { keyCacheFolder } from "../../../runtime/crypto/key-folder.ts";
import { formatKeyName } from "../../../runtime/crypto/key-name.ts";
import { readHartMetadata } from "../../../runtime/package/hart-metadata.ts";
import { verifyHart } from "../../../runtime/package/hart-read.ts";
import { parseFullIdent } from "../../../runtime/store/ident.ts";
import type { Run } from "../../command.ts";
import { tellRefusal } from "../../refusal.ts";
import { tell } from "../../render/answer.ts";
import type { pkgVerifySpec } from "../pkg.spec.ts";

/** Verifies each file; one that does not hold does not keep the others from being verified. */
export const run: Run<typeof pkgVerifySpec> = async ({ arguments: { HART }, options }, context) => {
  const keys = keyCacheFolder(context.environment);
  let status = 0;
  for (const file of HART) {
    try {
      const path = resolve(context.cwd, file);
      const { header, digest } = await verifyHart(path, { keys });
      const signer = formatKeyName(header.signer);
      const provenance = options.provenance ? await provenanceOf(path, keys) : undefined;
      tell(context, options.json, {
        value: { ok: true, file, signer, digest, ...(provenance && { provenance }) },
        text: () =>
          `${file}: signed by ${signer}${provenance ? `, provenance by ${provenance.signers.join(", ")}` : ""}\n`,
      });
    } catch (thrown) {
      if (!isHabcError(thrown)) throw thrown;
      status ||= await tellRefusal(thrown, context, { json: options.json, about: { file } });
    }
  }
  return status;
};

async function provenanceOf(path: string, keys: string) {
  const file = `${path}.provenance.json`;
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new HabcError("provenance-invalid", `${file} cannot be read`, { cause });
  });
  // Whose package it is, whoever signed it.
  const { ident } = await readHartMetadata(path, { names: [] });
  const { origin } = parseFullIdent(ident);
  const handle = await open(path);
  try {
    const { sha256, blake2b } = await digestsOf(handle);
    return await verifyProvenance(text, {
      file,
      keys,
      origin,
      subject: { name: path, sha256, blake2b },
    });
  } finally {
    await handle.close();
  }
}
