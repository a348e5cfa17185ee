/**
 * What of the host a build with `--strict` sees: what the default phases and the helpers run, and
 * what plan authors take for granted in any callback.
 *
 * Source: the run dependencies of `core/hab-plan-build`, without compilers, `wget` and `make`:
 * downloads are habc's own, and what a source needs to be built its plan declares.
 */
import { hostPackages } from "../installed/host/catalogue.ts";
import { hostProgram } from "../installed/host/files.ts";

/** Of these every program that a host has … */
const packages = [
  ...["bash", "bzip2", "coreutils", "diffutils", "file", "findutils", "gawk", "grep", "gzip"],
  ...["sed", "tar", "unzip", "xz"],
];

/** … and of others what `do_strip` runs. */
const programs = ["strip"];

/** Files that they read, where a host has them. */
export const backlineData = [
  "/usr/lib/file/magic.mgc",
  "/usr/lib/locale/C.utf8",
  "/usr/lib/os-release",
  "/usr/share/file/magic.mgc",
  "/usr/share/misc/magic.mgc",
];

/** @returns The names, each with the absolute path of the host's program. */
export function backlinePrograms(): Map<string, string> {
  const wanted = packages.flatMap((name) => {
    const spec = hostPackages.get(name);
    return [...(spec?.programs ?? []), ...(spec?.morePrograms ?? [])];
  });
  const found = new Map<string, string>();
  for (const text of [...wanted, ...programs]) {
    const names = text.split("|");
    const path = names.map(hostProgram).find((file) => file !== undefined);
    if (path !== undefined) found.set(names[0] ?? text, path);
  }
  return found;
}
