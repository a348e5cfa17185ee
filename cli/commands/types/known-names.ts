/** The names of packages that are known in a tree and on this machine. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { NamedExports, NameSource } from "../../../compiler/editor/index.ts";
import { outsideNeeds, type PlanGraph } from "../../../compiler/graph/index.ts";
import type { Diagnostic } from "../../../compiler/ir/index.ts";
import { inventory } from "../../../runtime/installed/inventory.ts";
import { lockFileName, parseLock } from "../../../runtime/lock/lock-file.ts";
import { tryParseIdent } from "../../../runtime/store/ident.ts";
import type { CommandContext } from "../../context.ts";
import { readIfThere } from "../../files.ts";
import { findUp } from "../../find-up.ts";
import { readTree } from "../../plan-tree.ts";
import { storeOf } from "../../store.ts";
import { hartNames } from "./hart-names.ts";
import type { KnownNames, NamedPackage } from "./source.ts";

/** Where is asked. */
interface Asked {
  /** The folder of the tree; absolute. */
  readonly root: string;
  /** Reads the plans below it, once. */
  readonly graph: () => Promise<PlanGraph>;
  readonly context: CommandContext;
}

const asked: Readonly<Record<NameSource, (from: Asked) => Promise<KnownNames>>> = {
  plans: planNames,
  needs: async ({ graph }) => {
    const idents = outsideNeeds(await graph()).map(({ need }) => need.ident);
    return { packages: idents.map(nameOf), problems: [] };
  },
  lock: lockNames,
  harts: ({ root, context }) => {
    const { places } = storeOf(context);
    return hartNames([join(root, "results"), places.results, places.artifactCache]);
  },
  store: async ({ context }) => {
    const { packages, problems } = inventory(storeOf(context).store);
    const known = packages.map(({ ident, pairs }) => ({
      name: `${ident.origin}/${ident.name}`,
      exports: pairs("EXPORTS").keys(),
    }));
    return { packages: known, problems };
  },
};

/**
 * @param from The sources to ask.
 * @param root The folder of the tree; absolute.
 * @throws HabcError `lock-invalid`; `dep-broken` where the store cannot be read.
 */
export async function knownNames(
  from: readonly NameSource[],
  { root, context }: Omit<Asked, "graph">,
): Promise<{ readonly names: NamedExports; readonly problems: readonly Diagnostic[] }> {
  const names = new Map<string, Set<string>>();
  const problems: Diagnostic[] = [];
  let tree: Promise<PlanGraph> | undefined;
  const graph = () => {
    tree ??= readTree(root, context);
    return tree;
  };
  for (const source of from) {
    context.signal.throwIfAborted();
    const known = await asked[source]({ root, context, graph });
    // What a plan says need not be a name that a package can have.
    for (const { name, exports } of known.packages.filter(isIdent)) {
      names.set(name, new Set([...(names.get(name) ?? []), ...exports]));
    }
    problems.push(...known.problems);
  }
  return { names, problems };
}

async function planNames({ graph }: Asked): Promise<KnownNames> {
  const { nodes, unread } = await graph();
  const packages = nodes.map(({ name, ir }) => ({
    name,
    exports: Object.keys(ir.settings.pkg_exports ?? {}),
  }));
  return { packages, problems: unread.map(({ error }) => error.diagnostic) };
}

function isIdent({ name }: NamedPackage): boolean {
  return tryParseIdent(name) !== undefined;
}

/** A package of which only an identifier is known. */
function nameOf(ident: string): NamedPackage {
  return { name: ident.split("/").slice(0, 2).join("/"), exports: [] };
}

/** Those of the nearest lock file, in the folder of the tree or above it. */
async function lockNames({ root }: Asked): Promise<KnownNames> {
  const folder = findUp(root, (each) => existsSync(join(each, lockFileName)));
  if (folder === undefined) return { packages: [], problems: [] };
  const file = join(folder, lockFileName);
  const locked = parseLock((await readIfThere(file)) ?? "", file);
  return { packages: locked.map(({ ident }) => nameOf(ident)), problems: [] };
}
