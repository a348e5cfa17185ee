/**
 * Where dependencies come from. A build asks its sources in order and takes the first answer:
 * the package store, then packages as files. A remote depot is one more source in the list.
 */
import type { FullIdent, PackageIdent } from "./ident.ts";
import type { InstalledStore } from "./installed.ts";
import type { Package } from "./package.ts";

/** A release that a source can give. */
export interface Found {
  readonly ident: FullIdent;
  /** All of its run dependencies. */
  tdeps(): readonly FullIdent[];
  /**
   * Puts it into the package store. Its own dependencies are there by then.
   *
   * @throws HabcError where it must not be used after all, such as `hart-signature`.
   */
  install(): Promise<Package>;
}

/** A place that may have packages. */
export interface DependencySource {
  /** Completes "not installed, nor is …" in a message; absent for the store itself. */
  readonly where?: string;
  /**
   * @returns The newest release there that satisfies the identifier.
   * @throws HabcError where there is something that claims to be it and cannot be used.
   */
  find(ident: PackageIdent): Promise<Found | undefined>;
}

/** What is installed already. */
export function installedSource(store: InstalledStore): DependencySource {
  return {
    async find(ident) {
      const found = store.newest(ident);
      if (found === undefined) return undefined;
      return { ident: found.ident, tdeps: found.tdeps, install: async () => found };
    },
  };
}
