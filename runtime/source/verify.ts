import { createHash, type Hash } from "node:crypto";
import { basename } from "node:path";
import { HabcError, isHabcError } from "../../compiler/ir/index.ts";
import { errorCode } from "../crypto/aside.ts";
import type { EventSink } from "../events.ts";
import { openRegular } from "./regular-file.ts";

/** What comparing a checksum gave: SHA-256 sums in lower case. */
interface Verification {
  readonly matches: boolean;
  readonly expected: string;
  readonly computed: string;
}

/** How a file is verified. */
export interface VerifyOptions {
  /** Takes the lines of the build. */
  readonly events: EventSink;
  readonly signal?: AbortSignal | undefined;
  /** The file's name in the lines. Absent: the last part of its path. */
  readonly name?: string;
  /** A folder of the host that the file must lie in when all links are followed. */
  readonly within?: string | undefined;
}

/**
 * Compares the SHA-256 of a file with the one it should have, in upper or lower case, and says
 * so in the lines of the build: both sums, where they differ.
 *
 * @returns Whether they are the same; false also where there is no such file, or it cannot be read.
 * @throws HabcError `build-interrupted` after the signal.
 * @example
 * await verifyFile("/hab/cache/src/x-1.tar.gz", settings.pkg_shasum, { events });
 */
export async function verifyFile(
  path: string,
  sha256: string,
  options: VerifyOptions,
): Promise<boolean> {
  const { events, name = basename(path) } = options;
  const say = (level: "info" | "warn", text: string) => events({ type: "line", level, text });
  say("info", `Verifying ${name}`);
  const hash = await hashOf(path, options).catch((thrown: unknown) => {
    if (isHabcError(thrown)) throw thrown;
    return errorCode(thrown) ?? String(thrown);
  });
  if (hash === undefined || typeof hash === "string") {
    say("warn", hash ? `${name} cannot be read: ${hash}` : `There is no file ${name} to verify`);
    return false;
  }
  const { matches, expected, computed } = compareSums(sha256, hash);
  if (matches) {
    say("info", `Checksum verified for ${name}`);
  } else {
    say("warn", `Checksum differs for ${name}:`);
    say("warn", `   Expected: ${expected}`);
    say("warn", `   Computed: ${computed}`);
  }
  return matches;
}

async function hashOf(path: string, { within, signal }: VerifyOptions): Promise<Hash | undefined> {
  const handle = await openRegular(path, within === undefined ? undefined : [within]);
  if (handle === undefined) return undefined;
  const hash = createHash("sha256");
  for await (const bytes of handle.createReadStream({ highWaterMark: 1 << 20 })) {
    if (signal?.aborted === true) {
      throw new HabcError("build-interrupted", `the verification of ${path} was interrupted`);
    }
    hash.update(bytes);
  }
  return hash;
}

/** Ends a hash and compares it with the sum that it should be, in upper or lower case. */
export function compareSums(sha256: string, hash: Hash): Verification {
  const expected = sha256.trim().toLowerCase();
  const computed = hash.digest("hex");
  return { matches: expected === computed, expected, computed };
}

/** The refusal of a file whose sum is not the expected one. */
export function checksumMismatch(name: string, found: Verification): HabcError {
  const { expected, computed } = found;
  const wellFormed = /^[0-9a-f]{64}$/.test(expected);
  return new HabcError(
    "checksum-mismatch",
    `the checksum of ${name} differs: expected ${expected}, computed ${computed}`,
    {
      hint: wellFormed
        ? "see whether the source was published anew or something on the way changed it; only then set pkg_shasum to the computed sum"
        : "pkg_shasum is a SHA-256 sum: 64 hexadecimal digits, as sha256sum prints them",
    },
  );
}
