import { blake2b } from "./digests.ts";
import { generateSecretKey, signMessage } from "./ed25519.ts";

/**
 * Makes ready what the first hash and the first signature of a process take time for: compiled
 * code and tables. A build does it while it waits for its studio. Never throws.
 */
export async function warmUpSigning(): Promise<void> {
  try {
    const message = Buffer.from(await blake2b(new Uint8Array()));
    await signMessage(message, generateSecretKey());
  } catch {
    // What is wrong shows where it matters.
  }
}
