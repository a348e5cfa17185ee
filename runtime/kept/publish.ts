/** Publishes what a kept build made, also when it is made again. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import type { Build } from "../build/state.ts";
import { heldPackages } from "../installed/holds.ts";
import { inventory } from "../installed/inventory.ts";
import { withLock } from "../installed/lock.ts";
import { dependents } from "../installed/relations.ts";
import { takeOut } from "../installed/remove.ts";
import { parseFullIdent } from "../store/ident.ts";
import { openStore } from "../store/installed.ts";
import { publishPackage } from "../store/publish.ts";
import { removeTree } from "../studio/remove-tree.ts";
import type { KeptBuild } from "./kept-build.ts";
import { writeRecord } from "./record.ts";

/**
 * Publishes a package. One that the same kept build published before is replaced: its release is
 * in what was built, so that there cannot be another.
 *
 * @throws HabcError `release-exists` where the package is needed by others, or is another build's;
 *   `results-unwritable`.
 */
export async function publishKept(build: Build, kept: KeptBuild): Promise<void> {
  const { locations, identity, prefixHost, target } = build;
  const ident = parseFullIdent(identity.ident);
  const files = await readFile(join(prefixHost, "FILES"), "utf8");
  const store = openStore(locations.packages, target);
  const former = store.newest(ident);
  const isOurs = former !== undefined && former.text("FILES") === kept.record?.published?.trim();
  const published = { store: locations.packages, ident };
  if (isOurs) {
    await withLock(store.folder, { kind: "exclusive" }, async () => {
      const builder = (await heldPackages(store.folder)).get(former.name);
      const [dependent] = dependents(inventory(store).packages, { transitive: true })(former.name);
      const isSame = former.text("FILES") === files.trim();
      if (dependent !== undefined && !isSame) {
        throw cannotReplace(identity.ident, `${dependent.name} runs with it`);
      }
      if (builder !== undefined) {
        throw cannotReplace(identity.ident, `${builder} is being built with it`);
      }
      const hidden = await takeOut(former, store);
      await publishPackage(prefixHost, published);
      await removeTree(hidden);
    });
  } else {
    await publishPackage(prefixHost, published);
  }
  if (kept.record === undefined) return;
  kept.record = { ...kept.record, published: files };
  await writeRecord(kept.studio.folder, kept.record);
}

function cannotReplace(ident: string, why: string): HabcError {
  return new HabcError("release-exists", `${ident} cannot be replaced: ${why}`, {
    hint: "a build that is taken up keeps its release: build as a whole for a new one",
  });
}
