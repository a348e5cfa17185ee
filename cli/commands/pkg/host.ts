import { buildTime } from "../../../runtime/build/release.ts";
import { hostPackages, standInOrigin } from "../../../runtime/installed/host/catalogue.ts";
import { hostContents } from "../../../runtime/installed/host/contents.ts";
import { installStandIns } from "../../../runtime/installed/host/install-stand-ins.ts";
import type { Run } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { tell } from "../../render/answer.ts";
import { visible } from "../../render/display.ts";
import { showStoreEvents } from "../../render/store-events.ts";
import { table } from "../../render/table.ts";
import { packageValue, storeOf } from "../../store.ts";
import type { pkgHostSpec } from "../pkg-store.spec.ts";

/** Installs stand-ins, or lists those that the host has files for. */
export const run: Run<typeof pkgHostSpec> = async ({ arguments: { IDENT }, options }, context) => {
  if (!IDENT?.length) return list(context, options.json);
  const made = await installStandIns({
    wanted: IDENT,
    store: storeOf(context).store,
    force: options.force,
    time: buildTime(context.environment),
    events: showStoreEvents(context, options.json),
  });
  const real = made.filter(({ outcome }) => outcome === "real");
  return tell(context, options.json, {
    value: {
      ok: true,
      packages: made.map(({ package: found, outcome }) => ({ ...packageValue(found), outcome })),
    },
    text: () =>
      real
        .map(({ package: { name } }) => `${visible(name)} is installed; --force adds a stand-in\n`)
        .join(""),
  });
};

function list({ stdout }: CommandContext, json: boolean): number {
  const rows = [...hostPackages].map(([name, spec]) => {
    const ident = `${standInOrigin}/${name}`;
    const found = hostContents(spec);
    return "missing" in found
      ? { ident, version: null, missing: found.missing, debian: spec.debian }
      : { ident, version: found.version, missing: [], debian: spec.debian };
  });
  if (json) stdout.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  else {
    stdout.write(
      table(
        rows.map(({ ident, version, missing, debian }) => [
          ident,
          version ?? `no ${missing[0]} (${debian})`,
        ]),
      ),
    );
  }
  return 0;
}
