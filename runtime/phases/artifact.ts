/** Turns the finished folder of a package into a signed `.hart`. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { sourceDateEpoch } from "../build/release.ts";
import type { BuildResult } from "../build/request.ts";
import type { Build } from "../build/state.ts";
import type { KeyFile } from "../crypto/key-file.ts";
import { compressionLevel } from "../package/archive-xz.ts";
import { renderFilesList } from "../package/files-list.ts";
import { packHart } from "../package/hart-write.ts";
import type { Package } from "../store/package.ts";
import { writeBillsInside } from "./accounts.ts";
import { inspectBuild } from "./inspect.ts";
import { writeManifest, writeMetadata, writeTop } from "./metadata.ts";
import { writeOutputs } from "./outputs.ts";
import { timed } from "./step.ts";

/**
 * Writes the metadata, checks the package, packs, signs, and puts the package into the results. Nothing of the plan
 * runs meanwhile: what is hashed is what is packed.
 */
export async function makeArtifact(
  build: Build,
  { key, services }: { readonly key: KeyFile; readonly services?: readonly Package[] },
): Promise<BuildResult> {
  const { events, signal, environment } = build.request;
  await build.studio.freeze();
  try {
    await timed(build, "metadata", async () => {
      await writeMetadata(build, services);
      await writeManifest(build);
      await writeBillsInside(build);
    });
    await timed(build, "inspect", () => inspectBuild(build));
    await timed(build, "files", async () => {
      const tree = { folder: build.prefixHost, prefix: build.identity.prefix };
      await writeTop(build, "FILES", await renderFilesList(tree, key));
    });
    const written = await timed(build, "pack", async () => {
      await mkdir(build.locations.artifactCache, { recursive: true });
      return packHart({
        folder: build.prefixHost,
        ident: build.identity.ident,
        destination: join(build.locations.artifactCache, build.identity.artifactName),
        key,
        sourceDateEpoch: sourceDateEpoch(environment),
        level: compressionLevel(environment),
        onProgress: (done) => events({ type: "progress", task: "packing", done }),
        signal,
      });
    });
    const file = await writeOutputs(build, written);
    const result = { ...written, ident: build.identity.ident, file };
    events({ type: "artifact", ...result });
    return result;
  } finally {
    await build.studio.thaw();
  }
}
