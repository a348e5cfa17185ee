import { findInstalled } from "../../../runtime/installed/find.ts";
import { inventory } from "../../../runtime/installed/inventory.ts";
import { dependenciesOf, dependents } from "../../../runtime/installed/relations.ts";
import type { Run } from "../../command.ts";
import { storeOf } from "../../store.ts";
import type { pkgDepsSpec } from "../pkg-store.spec.ts";

/** Lists what a package runs with, or the reverse. */
export const run: Run<typeof pkgDepsSpec> = async ({ arguments: { IDENT }, options }, context) => {
  const { store } = storeOf(context);
  const found = findInstalled(store, IDENT);
  const { transitive, reverse, json } = options;
  const idents = reverse
    ? dependents(inventory(store).packages, { transitive })(found.name).map(({ name }) => name)
    : dependenciesOf(found, { transitive });
  for (const ident of idents) {
    context.stdout.write(`${json ? JSON.stringify({ ident }) : ident}\n`);
  }
  return 0;
};
