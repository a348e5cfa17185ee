import type { VersionCallback } from "./callback.ts";
import type {
  AboutSettings,
  Callbacks,
  CompositeSettings,
  PackageSettings,
} from "./generated/plan.ts";
import type { Allowed, AllowedPackage, NeededPackage } from "./known-packages.ts";
import type { DependencyOf } from "./package-ident.ts";
import type { PlanContext } from "./plan-context.ts";

type Idents = readonly NeededPackage[];

/** The context of a plan with these lists of dependencies. */
type Context<Run extends Idents, Build extends Idents, Scaffolding extends string> = PlanContext<
  DependencyOf<Run[number] | Build[number], Scaffolding>,
  DependencyOf<Run[number]>
>;

/** A plan that builds something. */
export interface PackagePlan<
  Run extends Idents,
  Build extends Idents,
  Exports,
  Scaffolding extends NeededPackage,
  Type,
> extends AboutSettings<string | VersionCallback<Context<Run, Build, Scaffolding>>>,
    PackageSettings<Allowed<Run>, Allowed<Build>, Exports, AllowedPackage<Scaffolding>, Type>,
    Callbacks<Context<Run, Build, Scaffolding>> {}

/** At least two services. */
type ServiceList = readonly [NeededPackage, NeededPackage, ...NeededPackage[]];

/** A plan that stands for several services. It has no callbacks. */
export interface CompositePlan<Services extends ServiceList>
  extends AboutSettings<string>,
    CompositeSettings<Allowed<Services>, "composite"> {}

const brand = Symbol.for("habc.plan");

/** A plan as `definePlan` gives it. A plan.ts has it as its default export. */
export interface DefinedPlan {
  readonly [brand]: true;
}

/**
 * Defines a package. The default export of a `plan.ts`.
 *
 * @example
 * export default definePlan({
 *   pkg_name: "zlib",
 *   pkg_origin: "acme",
 *   pkg_version: "1.3.1",
 *   pkg_license: ["Zlib"],
 *   async do_build({ $, pkg_prefix }) {
 *     await $`./configure --prefix=${pkg_prefix}`;
 *     await $`make`;
 *   },
 * });
 */
export function definePlan<
  const Run extends Idents = readonly [],
  const Build extends Idents = readonly [],
  const Exports extends Readonly<Record<string, string>> = Record<never, string>,
  const Scaffolding extends NeededPackage = never,
  const Services extends ServiceList = ServiceList,
  // A condition and not a union: for one kind of plan TypeScript says what a misspelt name
  // may have meant.
  const Type extends "composite" = never,
>(
  plan: [Type] extends [never]
    ? PackagePlan<Run, Build, Exports, Scaffolding, Type>
    : CompositePlan<Services>,
): DefinedPlan {
  return { ...plan, [brand]: true };
}
