/** Which habc builds: its version, and the code that it runs. */
import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { assetPath } from "../assets.ts";
import { sha256OfFileNow } from "./file-inputs.ts";

/**
 * @param version The version of habc. Two builds of habc with one version differ by their code.
 * @returns A text.
 */
export function habcIdentity(version: string): string {
  const folder = join(assetPath("host.mjs"), "..");
  const code = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(js|mjs|bash)$/.test(name))
    .sort();
  const hash = createHash("sha256");
  for (const name of code) hash.update(`${name} ${sha256OfFileNow(join(folder, name))}\n`);
  return `${version} ${hash.digest("hex")}`;
}
