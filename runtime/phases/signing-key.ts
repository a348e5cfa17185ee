import { HabcError } from "../../compiler/ir/index.ts";
import type { Build } from "../build/state.ts";
import { latestSecretKey } from "../crypto/key-cache.ts";
import type { KeyFile } from "../crypto/key-file.ts";

/**
 * The key that signs the package: the newest one of its origin. Where `HAB_ORIGIN_KEYS` names
 * origins, a build may sign for no other.
 *
 * @throws HabcError `key-missing`, `key-invalid`.
 */
export async function signingKey(build: Build): Promise<KeyFile> {
  const { origin } = build.identity;
  const allowed = (build.request.environment["HAB_ORIGIN_KEYS"] ?? "").split(",").filter(Boolean);
  if (allowed.length > 0 && !allowed.includes(origin)) {
    throw new HabcError("key-missing", `the build may not sign for the origin ${origin}`, {
      hint: `HAB_ORIGIN_KEYS (--keys) allows ${allowed.join(", ")}`,
    });
  }
  return latestSecretKey(build.locations.keyCache, origin);
}
