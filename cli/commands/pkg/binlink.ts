import { binlink } from "../../../runtime/installed/binlink.ts";
import { findInstalled } from "../../../runtime/installed/find.ts";
import type { Run } from "../../command.ts";
import { reportSkipped, showBinlinks } from "../../render/binlinks.ts";
import { binlinkFolder, habcCommand, storeOf } from "../../store.ts";
import type { pkgBinlinkSpec } from "../pkg-store.spec.ts";

/** Links to one program of a package, or to all. */
export const run: Run<typeof pkgBinlinkSpec> = async ({ arguments: given, options }, context) => {
  const { store } = storeOf(context);
  const links = await binlink(findInstalled(store, given.IDENT), given.BINARY, {
    folder: binlinkFolder(options.dest, context),
    packages: store.folder,
    force: options.force,
    habc: habcCommand(context),
  });
  reportSkipped(links, context);
  context.stdout.write(
    options.json ? links.map((link) => `${JSON.stringify(link)}\n`).join("") : showBinlinks(links),
  );
  return 0;
};
