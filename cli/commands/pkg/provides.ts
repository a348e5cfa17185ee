import { HabcError } from "../../../compiler/ir/index.ts";
import { inventory } from "../../../runtime/installed/inventory.ts";
import { providers } from "../../../runtime/installed/provides.ts";
import type { Run } from "../../command.ts";
import { visible } from "../../render/display.ts";
import { storeOf } from "../../store.ts";
import type { pkgProvidesSpec } from "../pkg-store.spec.ts";

/** Prints each package that has a file of a name. */
export const run: Run<typeof pkgProvidesSpec> = async (
  { arguments: { FILE }, options },
  context,
) => {
  const { store } = storeOf(context);
  const told = new Set<string>();
  for (const { package: found, path } of providers(FILE, inventory(store).packages)) {
    const file = `${found.path}/${path}`;
    const { origin, name } = found.ident;
    const who = options["full-releases"] ? found.name : `${origin}/${name}`;
    const line = options.json
      ? JSON.stringify({ ident: found.name, file, folder: found.hostPath, path })
      : visible(options["full-paths"] ? `${who}: ${file}` : who);
    if (!told.has(line)) context.stdout.write(`${line}\n`);
    told.add(line);
  }
  if (told.size > 0) return 0;
  throw new HabcError("package-missing", `no installed package has a file ${FILE}`);
};
