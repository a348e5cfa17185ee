/** Checks a package that is finished already: a `.hart` or an installed one. */
import { join } from "node:path";
import type { NamedPackage } from "../package/named-package.ts";
import { parseFullIdent } from "../store/ident.ts";
import { openPackage, type Package, pathInside } from "../store/package.ts";
import type { PackageFinding } from "./finding.ts";
import { foldersOfAnyBuild } from "./forbidden.ts";
import { inspectPackage } from "./inspect.ts";
import type { Lint } from "./levels.ts";

/** Where its dependencies are, and what counts as how grave. */
export interface CheckOptions {
  /** The folder of the package store on this machine. */
  readonly store: string;
  readonly lint: Lint;
  readonly signal?: AbortSignal | undefined;
}

/**
 * @returns What was found, the gravest first.
 * @throws HabcError as {@link inspectPackage}; `ident-invalid` for damaged metadata.
 */
export function checkPackage(
  named: NamedPackage,
  { store, lint, signal }: CheckOptions,
): Promise<PackageFinding[]> {
  const packages = (file: string): Package[] =>
    (named.text(file) ?? "")
      .split(/\s+/)
      .filter(Boolean)
      .map((name) => openPackage(parseFullIdent(name), join(store, name)));
  return named.read((entries) =>
    inspectPackage({
      entries,
      prefix: pathInside(parseFullIdent(named.ident)),
      target: named.text("TARGET") ?? "",
      dependencies: {
        deps: packages("DEPS"),
        tdeps: packages("TDEPS"),
        buildTdeps: packages("BUILD_TDEPS"),
      },
      store,
      forbidden: foldersOfAnyBuild(),
      licences: licencesOf(named),
      lint,
      signal,
    }),
  );
}

/** `pkg_license` stands in MANIFEST alone. */
function licencesOf({ text }: NamedPackage): readonly string[] {
  const [, words = ""] = /^\* __License__: (.*)$/m.exec(text("MANIFEST") ?? "") ?? [];
  return words.split(/\s+/).filter(Boolean);
}
