/** The names of packages that are known in a tree and on this machine. */
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { NamedExports, NameSource } from "../../../compiler/editor/index.ts";
import type { Diagnostic } from "../../../compiler/ir/index.ts";
import { errorCode } from "../../../runtime/crypto/aside.ts";
import { inventory } from "../../../runtime/installed/inventory.ts";
import { lockFileName, parseLock } from "../../../runtime/lock/lock-file.ts";
import type { CommandContext } from "../../context.ts";
import { readTree } from "../../plan-tree.ts";
import { storeOf } from "../../store.ts";
import { hartNames } from "./hart-names.ts";
import type { KnownNames } from "./source.ts";

type Ask = (root: string, context: CommandContext) => Promise<KnownNames>;

const asked: Readonly<Record<NameSource, Ask>> = {
  plans: planNames,
  lock: lockNames,
  harts: (root, context) => {
    const { places } = storeOf(context);
    return hartNames([join(root, "results"), places.results, places.artifactCache]);
  },
  store: async (_, context) => {
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
  { root, context }: { readonly root: string; readonly context: CommandContext },
): Promise<{ readonly names: NamedExports; readonly problems: readonly Diagnostic[] }> {
  const names = new Map<string, Set<string>>();
  const problems: Diagnostic[] = [];
  for (const source of from) {
    context.signal.throwIfAborted();
    const known = await asked[source](root, context);
    for (const { name, exports } of known.packages) {
      names.set(name, new Set([...(names.get(name) ?? []), ...exports]));
    }
    problems.push(...known.problems);
  }
  return { names, problems };
}

async function planNames(root: string, context: CommandContext): Promise<KnownNames> {
  const { nodes, unread } = await readTree(root, context);
  const packages = nodes
    // Without an origin nobody can depend on it.
    .filter(({ name }) => name.includes("/"))
    .map(({ name, ir }) => ({ name, exports: Object.keys(ir.settings.pkg_exports ?? {}) }));
  return { packages, problems: unread.map(({ error }) => error.diagnostic) };
}

/** Those of the nearest lock file, in the folder of the tree or above it. */
async function lockNames(root: string): Promise<KnownNames> {
  for (let at = root; ; at = dirname(at)) {
    const file = join(at, lockFileName);
    try {
      const locked = parseLock(await readFile(file, "utf8"), file);
      const names = locked.map(({ ident }) => ident.split("/").slice(0, 2).join("/"));
      return { packages: names.map((name) => ({ name, exports: [] })), problems: [] };
    } catch (thrown) {
      if (errorCode(thrown) !== "ENOENT") throw thrown;
    }
    if (at === dirname(at)) return { packages: [], problems: [] };
  }
}
