/** Writing a `plan.ts` that says what a `plan.sh` says. */
export { compareMigration, type Difference } from "./compare.ts";
export { type MigratedCallback, type Migration, migratePlan } from "./migrate.ts";
export { placeOf, removable, type Sourcing, sourcingIn } from "./sourcing.ts";
