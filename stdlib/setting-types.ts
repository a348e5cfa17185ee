import type { KnownSettings, Variables } from "./generated/context.ts";
import type { NeededExport } from "./known-packages.ts";
import type { PackageIdent } from "./package-ident.ts";

/** What a setting is computed from: the other settings, and the variables known at loading. */
export interface SettingContext extends KnownSettings, Variables {}

/** A text, or a function that makes it of other settings. */
export type TextSetting = string | ((pkg: SettingContext) => string);

/** Stands where an export is asked for and the plan has none. */
export interface NothingIsExported {
  readonly "add it to pkg_exports": never;
}

/** What `pkg_exposes` takes: the keys of `pkg_exports`. */
export type ExportOf<Exports> = [keyof Exports] extends [never]
  ? NothingIsExported
  : keyof Exports & string;

/** For each bind the exports that it needs: `"port host"` or `["port", "host"]`. */
export type Binds = Readonly<Record<string, string | readonly NeededExport[]>>;

/** `bind:origin/producer`. */
type BindMapping = `${string}:${PackageIdent}`;

/** For each service that consumes, where its binds lead: `"database:acme/db"` or a list of such. */
export type BindMap<Services> = {
  readonly [Service in keyof ServiceOf<Services>]?: BindMapping | readonly BindMapping[];
};

type ServiceOf<Services> = Services extends readonly (infer Service extends string)[]
  ? Record<Service, unknown>
  : never;
