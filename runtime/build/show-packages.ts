/** Shows a strict studio which packages a build has. */
import { isStandIn, standInFile } from "../installed/host/is-stand-in.ts";
import type { Package } from "../store/package.ts";
import type { Studio } from "../studio/studio.ts";

/**
 * Of a stand-in the programs of the host are shown that it leads to.
 *
 * @throws HabcError `studio-failed`, `dep-broken`.
 */
export async function showPackages(studio: Studio, packages: readonly Package[]): Promise<void> {
  const programs = packages
    .filter(isStandIn)
    .flatMap((found) =>
      [...found.pairs(standInFile)]
        .filter(([path]) => path.startsWith("bin/"))
        .map(([, file]) => file),
    );
  await studio.show({ packages: packages.map(({ name }) => name), programs });
}
