/** Which dependencies came, went, or are there in another release. */
import type { NamedPackage } from "../package/named-package.ts";
import { type FullIdent, parseFullIdent } from "../store/ident.ts";
import { dependencyFiles } from "./metadata.ts";

/** One dependency that is not the same. */
export interface DependencyChange {
  /** `origin/name`. */
  readonly name: string;
  /** `version/release` before; absent where it was added. */
  readonly from?: string;
  /** `version/release` now; absent where it was removed. */
  readonly to?: string;
}

/** The changes by the metadata file that lists the dependencies; a list without any is left out. */
export type DependencyChanges = Partial<
  Record<(typeof dependencyFiles)[number], readonly DependencyChange[]>
>;

/** @throws HabcError `ident-invalid` for damaged metadata. */
export function dependencyChanges(a: NamedPackage, b: NamedPackage): DependencyChanges {
  return Object.fromEntries(
    dependencyFiles
      .map((file) => [file, changesOf(identsOf(a, file), identsOf(b, file))] as const)
      .filter(([, changes]) => changes.length > 0),
  );
}

function changesOf(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): DependencyChange[] {
  return [...new Set([...before.keys(), ...now.keys()])].sort().flatMap((name) => {
    const [from, to] = [before.get(name), now.get(name)];
    if (from === to) return [];
    return { name, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  });
}

/** Releases by name. A list of the build may hold several releases of one package. */
function identsOf({ text }: NamedPackage, file: string): ReadonlyMap<string, string> {
  const idents = (text(file) ?? "").split(/\s+/).filter(Boolean).map(parseFullIdent);
  const byName = new Map<string, FullIdent[]>();
  for (const ident of idents) {
    const name = `${ident.origin}/${ident.name}`;
    byName.set(name, [...(byName.get(name) ?? []), ident]);
  }
  return new Map(
    [...byName].map(([name, all]) => [
      name,
      all.map(({ version, release }) => `${version}/${release}`).join(", "),
    ]),
  );
}
