/**
 * The packages that editors offer for dependencies. `habc types` writes a file that adds to the
 * interfaces here, by declaration merging, what the plans of a tree, its lock file and the package
 * store know.
 */
import type { PackageIdent } from "./package-ident.ts";

/**
 * The packages, by `origin/name`. Empty until `habc types` adds those that it knows.
 *
 * @example
 * declare module "habc" {
 *   interface KnownPackages {
 *     "acme/clock": { exports: "interval" | "port" };
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: its members come from the files of `habc types`
export interface KnownPackages {}

/**
 * What holds for names of packages. `habc types --closed` adds `onlyKnown: true`: then a name that
 * is not among {@link KnownPackages} is an error.
 */
// biome-ignore lint/suspicious/noEmptyInterface: its member comes from the file of `habc types`
export interface PackageNaming {}

type KnownPackageName = keyof KnownPackages & string;

/** A package that a plan needs: one that is known, or any other. */
export type NeededPackage = [KnownPackageName] extends [never]
  ? PackageIdent
  : // The intersection keeps the known names apart from the pattern, for completion.
    KnownPackageName | (PackageIdent & {});

/**
 * A list of packages as it may be. Where only known ones may be named, what is wrong is measured
 * by their names alone: the error then says which was meant, and no pattern for versions.
 */
export type Allowed<List> = PackageNaming extends { readonly onlyKnown: true }
  ? { readonly [At in keyof List]: AllowedName<List[At]> }
  : List;

/** Taken apart, as comparing with a pattern for each of a thousand names would be slow. */
type AllowedName<Name> = Name extends `${infer Origin}/${infer Package}/${string}`
  ? `${Origin}/${Package}` extends KnownPackageName
    ? Name
    : KnownPackageName
  : Name extends KnownPackageName
    ? Name
    : KnownPackageName;

/** The same for a single package. */
export type AllowedPackage<Name> = PackageNaming extends { readonly onlyKnown: true }
  ? AllowedName<Name>
  : Name;

/** The exports of the packages that are known. */
type KnownExport = {
  [Name in KnownPackageName]: KnownPackages[Name] extends { exports: infer Export extends string }
    ? Export
    : never;
}[KnownPackageName];

/** The name of an export: one of a package that is known, or any other. */
export type NeededExport = KnownExport | (string & {});
