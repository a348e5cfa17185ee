/** The release of a package: the time of its build, and no other build's. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isHabcError } from "../../compiler/ir/index.ts";
import { unsetVersion } from "../../stdlib/unset-version.ts";
import { parseFullIdent } from "../store/ident.ts";
import { giveBackRelease, reserveRelease } from "../store/publish.ts";
import type { Identity } from "./state.ts";

/** The release for a time: its UTC form `YYYYMMDDhhmmss`. */
export function releaseAt(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace(/\D/g, "");
}

/** Says in the folder of a build which release it took, for the case that it is killed. */
const reservation = "reserved";

/**
 * Gives back what a build that was killed had taken.
 *
 * @param scratch The folder that it left.
 */
export async function giveBackAbandoned(scratch: string, store: string): Promise<void> {
  const ident = await readFile(join(scratch, reservation), "utf8").catch(() => undefined);
  if (ident !== undefined) await giveBackRelease({ store, ident: parseFullIdent(ident) });
}

/** Where releases are taken, and what may fix them. */
export interface ReleaseContext {
  /** The package store on this machine. */
  readonly store: string;
  /** The folder of this build alone. */
  readonly scratch: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** When a build happens, in milliseconds: now, unless `SOURCE_DATE_EPOCH` says otherwise. */
export function buildTime(environment: ReleaseContext["environment"]): number {
  const epoch = sourceDateEpoch(environment);
  return epoch === undefined ? Date.now() : epoch * 1000;
}

/**
 * Gives the package its release. `SOURCE_DATE_EPOCH` fixes it; otherwise it is taken for this
 * build alone, and where another build of the same second has it, the next second is tried.
 *
 * @param identify Gives the identity for a release.
 * @returns The identity. One without a version cannot be reserved yet.
 * @throws HabcError `results-unwritable`.
 */
export async function chooseRelease(
  identify: (release: string) => Identity,
  { store, scratch, environment, time: first }: ReleaseContext & { readonly time: number },
): Promise<Identity> {
  if (sourceDateEpoch(environment) !== undefined) return identify(releaseAt(first));
  for (let time = first; ; time += 1000) {
    const identity = identify(releaseAt(time));
    if (identity.version === unsetVersion) return identity;
    try {
      await reserveRelease({ store, ident: parseFullIdent(identity.ident) });
      await writeFile(join(scratch, reservation), identity.ident);
      return identity;
    } catch (error) {
      if (!isHabcError(error) || error.diagnostic.code !== "release-exists") throw error;
    }
  }
}

/** `SOURCE_DATE_EPOCH`, in seconds since 1970. Source: reproducible-builds.org. */
export function sourceDateEpoch({
  SOURCE_DATE_EPOCH: text,
}: Readonly<Record<string, string | undefined>>): number | undefined {
  return text !== undefined && /^[0-9]{1,11}$/.test(text) ? Number(text) : undefined;
}
