/** Checks the finished package before it is signed. */
import { refuseErrors } from "../build/loading.ts";
import type { Build } from "../build/state.ts";
import { foldersInPlace, foldersInStudio } from "../linkage/forbidden.ts";
import { inspectPackage } from "../linkage/inspect.ts";
import { folderEntries } from "../package/entries.ts";

/**
 * Looks at everything that is in the package. Nothing of the plan may run meanwhile.
 *
 * @throws HabcError for the first finding whose level is error, with the others beside it.
 */
export async function inspectBuild(build: Build): Promise<void> {
  const { request, identity, settings, studio, environment } = build;
  const { HOME: home } = environment;
  const { plan } = request;
  const found = await inspectPackage({
    entries: folderEntries(build.prefixHost),
    prefix: identity.prefix,
    target: build.target,
    dependencies: build.dependencies,
    store: build.locations.packages,
    forbidden:
      studio.kind === "none"
        ? foldersInPlace([plan.context, plan.source], home)
        : foldersInStudio((path) => studio.view(path), home),
    licences: settings.pkg_license ?? [],
    lint: request.lint,
    signal: request.signal,
  });
  for (const diagnostic of found) {
    if (diagnostic.severity !== "error") request.events({ type: "diagnostic", diagnostic });
  }
  refuseErrors(found);
}
