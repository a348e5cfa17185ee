import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findInstalled } from "../../../runtime/installed/find.ts";
import type { Run } from "../../command.ts";
import { storeOf } from "../../store.ts";
import type { pkgConfigSpec } from "../pkg-store.spec.ts";

/** Prints `default.toml`, byte for byte. */
export const run: Run<typeof pkgConfigSpec> = async (
  { arguments: { IDENT }, options },
  context,
) => {
  const { stdout, stderr } = context;
  const found = findInstalled(storeOf(context).store, IDENT);
  const hasOne = found.text("default.toml") !== undefined;
  const file = join(found.hostPath, "default.toml");
  if (options.json) {
    const { parse } = await import("smol-toml");
    const config = hasOne ? parse(readFileSync(file, "utf8")) : null;
    stdout.write(`${JSON.stringify({ ok: true, ident: found.name, config })}\n`);
  } else if (hasOne) stdout.write(readFileSync(file));
  else stderr.write(`${found.name} has no default.toml\n`);
  return 0;
};
