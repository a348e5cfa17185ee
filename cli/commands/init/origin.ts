/** Whose package a new plan is about. */
import { userInfo } from "node:os";
import { parse, TomlError } from "smol-toml";
import { nameFrom } from "../../../compiler/init/index.ts";
import { isHabcError } from "../../../compiler/ir/index.ts";
import { type ListedKey, listKeys } from "../../../runtime/crypto/key-cache.ts";
import { locations } from "../../../runtime/store/locations.ts";
import type { CommandContext } from "../../context.ts";
import { readIfThere } from "../../files.ts";

/** An origin, and how it was chosen. */
export interface ChosenOrigin {
  readonly origin: string;
  readonly from: "option" | "HAB_ORIGIN" | "cli.toml" | "key" | "user";
  /** Whether there is a key to sign its packages with. */
  readonly hasKey: boolean;
}

/**
 * What is given, `HAB_ORIGIN`, what `hab cli setup` has noted, the origin of the only signing keys in the key cache, or the name
 * of the user; `local` for root, whom every machine has.
 */
export async function chooseOrigin(
  given: string | undefined,
  { environment, cwd }: CommandContext,
): Promise<ChosenOrigin> {
  const { keyCache, cliConfig } = locations({ environment, uid: process.getuid?.() ?? 0, cwd });
  const keys = await keysIn(keyCache);
  const secret = keys.filter(({ kind }) => kind === "signing-secret").map(({ name }) => name);
  const signers = new Set(secret);
  const chosen = (origin: string, from: ChosenOrigin["from"]) => ({
    origin,
    from,
    hasKey: signers.has(origin),
  });
  if (given !== undefined) return chosen(given, "option");
  if (environment["HAB_ORIGIN"]) return chosen(environment["HAB_ORIGIN"], "HAB_ORIGIN");
  const configured = await configuredOrigin(cliConfig);
  if (configured !== undefined) return chosen(configured, "cli.toml");
  const [only] = signers;
  if (only !== undefined && signers.size === 1) return chosen(only, "key");
  const user = nameFrom(userName(environment));
  return chosen(user === undefined || user === "root" ? "local" : user, "user");
}

/** The `origin` of `cli.toml`, where there is one that can be read. */
async function configuredOrigin(file: string): Promise<string | undefined> {
  try {
    const { origin } = parse((await readIfThere(file)) ?? "");
    return typeof origin === "string" && origin !== "" ? origin : undefined;
  } catch (thrown) {
    if (thrown instanceof TomlError || isHabcError(thrown)) return undefined;
    throw thrown;
  }
}

/** Keys that somebody else keeps to himself say nothing. */
async function keysIn(folder: string): Promise<readonly ListedKey[]> {
  try {
    return (await listKeys(folder)).keys;
  } catch (thrown) {
    if (isHabcError(thrown)) return [];
    throw thrown;
  }
}

/** A number that no account has, as in many containers, has no name. */
function userName(environment: CommandContext["environment"]): string {
  try {
    return userInfo().username;
  } catch {
    return environment["USER"] ?? "";
  }
}
