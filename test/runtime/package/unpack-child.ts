/** Unpacks a package: `unpack-child.ts KEYS HART STORE`. Says how it was refused. */
import { isHabcError } from "../../../compiler/ir/index.ts";
import { unpackHart } from "../../../runtime/package/hart-unpack.ts";

const [keys = "", hart = "", into = ""] = process.argv.slice(2);
try {
  const { unpacked } = await unpackHart(hart, { into, keys });
  process.stdout.write(unpacked ? "unpacked\n" : "was there\n");
} catch (thrown) {
  if (!isHabcError(thrown)) throw thrown;
  process.stdout.write(`${thrown.diagnostic.code}: ${thrown.message}\n`);
}
