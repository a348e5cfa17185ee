/**
 * Uninstalls packages.
 *
 * Source: Habitat, `uninstall_impl.rs`: dependencies that nothing else needs go too, and an
 * uninstall hook runs when the last release of a package goes.
 */
import { existsSync } from "node:fs";
import { HabcError } from "../../compiler/ir/index.ts";
import { parseIdent } from "../store/ident.ts";
import type { Package } from "../store/package.ts";
import { removeTree } from "../studio/remove-tree.ts";
import { findInstalled } from "./find.ts";
import { heldPackages } from "./holds.ts";
import { type HookContext, runUninstallHook } from "./hooks.ts";
import { inventory } from "./inventory.ts";
import { sweepStore } from "./leftovers.ts";
import { withLock } from "./lock.ts";
import { takeOut } from "./remove.ts";
import { planUninstall, type UninstallPlan } from "./uninstall-plan.ts";

/** What to uninstall. */
export interface UninstallRequest extends HookContext {
  /** Identifiers: each stands for its newest release. */
  readonly wanted: readonly string[];
  /** Instead of the newest release, all but this many of the newest go. */
  readonly keepLatest?: number | undefined;
  /** Identifiers of what stays, of two to four parts. */
  readonly excluded: readonly string[];
  /** Whether dependencies that nothing else needs go too. */
  readonly withDependencies: boolean;
  /** Whether uninstall hooks run. */
  readonly hooks: boolean;
  /** Only says what would go. */
  readonly dryRun: boolean;
}

/**
 * @returns What went, or with `dryRun` would, in order, and what was kept of what could have gone.
 * @throws HabcError `package-missing`, `package-needed`, `hook-failed`, `results-unwritable`.
 */
export async function uninstallPackages(request: UninstallRequest): Promise<UninstallPlan> {
  const { store, events, dryRun } = request;
  if (!existsSync(store.folder)) {
    throw new HabcError("package-missing", `nothing is installed: there is no ${store.folder}`);
  }
  if (dryRun) return told(await plan(request), request);
  const waiting = () => events({ type: "waiting" });
  const hidden: string[] = [];
  try {
    return await withLock(store.folder, { kind: "exclusive", waiting }, async () => {
      await sweepStore(store.folder);
      const decided = told(await plan(request), request);
      for (const found of decided.removed) {
        events({ type: "removing", ident: found.name });
        if (request.hooks && isLast(found, request)) await runUninstallHook(found, request);
        hidden.push(await takeOut(found, store));
      }
      return decided;
    });
  } finally {
    // Others need not wait for this.
    for (const folder of hidden) await removeTree(folder);
  }
}

async function plan(request: UninstallRequest): Promise<UninstallPlan> {
  const { store, wanted, keepLatest, ...rest } = request;
  const held = await heldPackages(store.folder);
  const targets = wanted.flatMap((text): readonly Package[] => {
    const newest = findInstalled(store, text);
    return keepLatest === undefined ? [newest] : store.all(parseIdent(text)).slice(keepLatest);
  });
  return planUninstall({
    targets: [...new Map(targets.map((found) => [found.name, found])).values()],
    packages: inventory(store).packages,
    excluded: rest.excluded.map(parseIdent),
    held,
    withDependencies: rest.withDependencies,
  });
}

function told(decided: UninstallPlan, { events, dryRun }: UninstallRequest): UninstallPlan {
  if (dryRun) {
    for (const { name } of decided.removed) events({ type: "removing", ident: name });
  }
  for (const { package: found, why } of decided.kept) {
    events({ type: "kept", ident: found.name, why });
  }
  return decided;
}

/** A hook that undoes what the install hook did must not do so under another release. */
function isLast({ ident: { origin, name } }: Package, { store }: UninstallRequest): boolean {
  return store.releases({ origin, name }).length === 1;
}
