/**
 * The check that a package runs with one release of each package only: all of them are loaded
 * together.
 *
 * Source: the dependency check of plan-build, exit status 31.
 */
import { type Diagnostic, HabcError } from "../../compiler/ir/index.ts";
import { type FullIdent, formatIdent } from "./ident.ts";
import type { Package } from "./package.ts";
import { compareReleases } from "./version-order.ts";

/** How many chains a message shows for each release. */
const shownChains = 6;

/**
 * @param deps The direct run dependencies.
 * @param tdeps All run dependencies, the direct ones among them.
 * @throws HabcError `dep-conflict`, with further conflicts as `others`.
 */
export function refuseConflicts(deps: readonly Package[], tdeps: readonly Package[]): void {
  const byName = new Map<string, Package[]>();
  for (const found of tdeps) {
    const name = `${found.ident.origin}/${found.ident.name}`;
    byName.set(name, [...(byName.get(name) ?? []), found]);
  }
  const [first, ...others] = [...byName]
    .filter(([, releases]) => releases.length > 1)
    .map(([name, releases]) => describe(name, releases, deps, tdeps));
  if (first === undefined) return;
  throw new HabcError("dep-conflict", first.message, {
    ...(first.hint === undefined ? {} : { hint: first.hint }),
    others,
  });
}

function describe(
  name: string,
  releases: readonly Package[],
  deps: readonly Package[],
  tdeps: readonly Package[],
): Diagnostic {
  const ordered = [...releases].sort((a, b) => compareReleases(b.ident, a.ident));
  const [newest, ...older] = ordered as [Package, ...Package[]];
  const chains = new Map(ordered.map((found) => [found, chainsTo(found, deps, tdeps)]));
  const lines = ordered.flatMap((found) => [
    `${found.name}${found === newest ? "" : " (older)"} comes with`,
    ...shortened(chains.get(found) ?? []).map((line) => `  ${line}`),
  ]);
  const changes = older.map((found) => change(found, newest, chains.get(found) ?? []));
  return {
    code: "dep-conflict",
    severity: "error",
    message: `the run dependencies hold ${ordered.length} releases of ${name}: ${ordered.map((found) => found.name).join(" and ")}`,
    hint: [...lines, ...changes].join("\n"),
    spans: [],
  };
}

/** From a direct dependency to a release, each package depending on the next. */
type Chain = readonly Package[];

/**
 * The shortest chain from each direct dependency through each package that names the release:
 * these are the packages that have to change. All chains could be very many.
 */
function chainsTo(release: Package, deps: readonly Package[], tdeps: readonly Package[]): Chain[] {
  const packages = new Map(tdeps.map((found) => [found.name, found]));
  const chains: Chain[] = [];
  for (const direct of deps) {
    if (direct.name === release.name) {
      chains.push([direct]);
      continue;
    }
    const before = breadthFirst(direct, packages);
    for (const parent of before.keys()) {
      if (lists(parent.deps(), release)) chains.push([...backFrom(parent, before), release]);
    }
    const known = chains.some(([start]) => start === direct);
    // Where DEPS of a package between them does not agree with TDEPS.
    if (!known && lists(direct.tdeps(), release)) chains.push([direct, release]);
  }
  return chains.sort((a, b) => a.length - b.length);
}

/** Everything that a package depends on, each with the package before it on a shortest chain. */
function breadthFirst(
  start: Package,
  packages: ReadonlyMap<string, Package>,
): Map<Package, Package | undefined> {
  const before = new Map<Package, Package | undefined>([[start, undefined]]);
  for (const found of before.keys()) {
    for (const ident of found.deps()) {
      const next = packages.get(formatIdent(ident));
      if (next !== undefined && !before.has(next)) before.set(next, found);
    }
  }
  return before;
}

function backFrom(end: Package, before: ReadonlyMap<Package, Package | undefined>): Package[] {
  const chain: Package[] = [];
  for (let at: Package | undefined = end; at !== undefined; at = before.get(at)) chain.unshift(at);
  return chain;
}

function lists(idents: readonly FullIdent[], release: Package): boolean {
  return idents.some((ident) => formatIdent(ident) === release.name);
}

function shortened(chains: readonly Chain[]): string[] {
  const lines = chains
    .slice(0, shownChains)
    .map((chain) =>
      chain.length === 1
        ? "pkg_deps itself"
        : chain
            .map(({ ident }, at) =>
              at === chain.length - 1 ? formatIdent(ident) : `${ident.origin}/${ident.name}`,
            )
            .join(" → "),
    );
  const more = chains.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more`] : lines;
}

function change(older: Package, newest: Package, chains: readonly Chain[]): string {
  const newer = `${newest.ident.origin}/${newest.ident.name}/${newest.ident.version}`;
  if (chains.some((chain) => chain.length === 1)) {
    return `to change: let pkg_deps ask for ${newer}, or for nothing that runs with it`;
  }
  const behind = [...new Set(chains.map((chain) => chain.at(-2)?.name))];
  return `to change: rebuild ${behind.join(" and ")}, built with ${older.name}, against ${newest.name}; or let pkg_deps ask for releases that were built with the same one`;
}
