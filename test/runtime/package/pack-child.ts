/** Packs a folder: `pack-child.ts KEYS FOLDER DESTINATION`. Says how it was refused. */
import { isHabcError } from "../../../compiler/ir/index.ts";
import { latestSecretKey } from "../../../runtime/crypto/key-cache.ts";
import { packHart } from "../../../runtime/package/hart-write.ts";

const [keys = "", folder = "", destination = ""] = process.argv.slice(2);
const ident = "acme/hello/1.0/20261107120000";
try {
  const key = await latestSecretKey(keys, "acme");
  await packHart({ folder, ident, destination, key, level: 0 });
  process.stdout.write("packed\n");
} catch (thrown) {
  if (!isHabcError(thrown)) throw thrown;
  process.stdout.write(`${thrown.diagnostic.code}: ${thrown.message}\n`);
}
