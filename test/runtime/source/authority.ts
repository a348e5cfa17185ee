import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratch } from "./servers.ts";

/** A key and a certificate of nobody, which is its own authority. */
export interface Authority {
  /** The certificate, as a PEM file. */
  readonly file: string;
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** @param address The address that the certificate is for, beside localhost. */
export function makeAuthority(address = "127.0.0.1"): Authority {
  const folder = scratch();
  const key = join(folder, "key.pem");
  const file = join(folder, "cert.pem");
  const config = join(folder, "openssl.cnf");
  writeFileSync(
    config,
    `[req]\ndistinguished_name = name\nprompt = no\nx509_extensions = more\n[name]\nCN = test\n[more]\nsubjectAltName = IP:${address},DNS:localhost\nbasicConstraints = CA:TRUE\n`,
  );
  execFileSync(
    "openssl",
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -config ${config} -keyout ${key} -out ${file}`.split(
      " ",
    ),
    { stdio: "pipe" },
  );
  return { file, key: readFileSync(key), cert: readFileSync(file) };
}
