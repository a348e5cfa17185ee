import { readFile } from "node:fs/promises";
import { rootCertificates } from "node:tls";
import { AttemptFailure } from "./failure.ts";
import type { Environment } from "./proxy.ts";

/** Where distributions keep the authorities that the machine trusts; the first one counts. */
const systemBundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

/**
 * The authorities that a server's certificate may come from, in PEM. `SSL_CERT_FILE` replaces
 * them all, as it does for OpenSSL; else they are those of Node.js and those of the machine.
 */
export async function trustedAuthorities(environment: Environment): Promise<string[]> {
  const { SSL_CERT_FILE: chosen, NODE_EXTRA_CA_CERTS: extra } = environment;
  if (chosen !== undefined && chosen !== "") {
    const text = await readFile(chosen, "utf8").catch((cause: unknown) => {
      throw refused(`${chosen} of SSL_CERT_FILE cannot be read`, cause);
    });
    if (!text.includes("-----BEGIN ")) throw refused(`${chosen} of SSL_CERT_FILE is not PEM`);
    return [text];
  }
  const found = [...rootCertificates, await firstReadable(systemBundles)];
  if (extra !== undefined && extra !== "") found.push(await firstReadable([extra]));
  return found.filter((text) => text !== "");
}

function refused(what: string, cause?: unknown): AttemptFailure {
  return new AttemptFailure(what, {
    hint: "SSL_CERT_FILE names a PEM file with the authorities to trust; unset it for the usual ones",
    ...(cause === undefined ? {} : { cause }),
  });
}

async function firstReadable(files: readonly string[]): Promise<string> {
  for (const file of files) {
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text?.includes("-----BEGIN CERTIFICATE-----")) return text;
  }
  return "";
}
