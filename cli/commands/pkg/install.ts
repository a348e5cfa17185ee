import { resolve } from "node:path";
import { type Binlinked, binlink } from "../../../runtime/installed/binlink.ts";
import { installPackages } from "../../../runtime/installed/install.ts";
import type { Run } from "../../command.ts";
import { tell } from "../../render/answer.ts";
import { reportSkipped, showBinlinks } from "../../render/binlinks.ts";
import { showStoreEvents } from "../../render/store-events.ts";
import { binlinkFolder, habcCommand, packageValue, storeOf } from "../../store.ts";
import type { pkgInstallSpec } from "../pkg-store.spec.ts";

/** Installs packages, and links to their programs where that is asked for. */
export const run: Run<typeof pkgInstallSpec> = async ({ arguments: given, options }, context) => {
  const { environment, cwd } = context;
  const { store, places } = storeOf(context);
  const { packages, added } = await installPackages({
    wanted: given.IDENT_OR_HART,
    store,
    locations: places,
    cwd,
    folders: options.from.map((folder) => resolve(cwd, folder)),
    hooks: !options["ignore-install-hook"],
    environment,
    events: showStoreEvents(context, options.json),
    output: context.stderr.write,
  });
  const links: Binlinked[] = [];
  for (const found of options.binlink ? packages : []) {
    const folder = binlinkFolder(options["binlink-dir"], context);
    const { force } = options;
    const habc = habcCommand(context);
    links.push(
      ...(await binlink(found, undefined, { folder, packages: store.folder, force, habc })),
    );
  }
  reportSkipped(links, context);
  return tell(context, options.json, {
    value: { ok: true, packages: packages.map(packageValue), installed: added, binlinks: links },
    text: () => showBinlinks(links),
  });
};
