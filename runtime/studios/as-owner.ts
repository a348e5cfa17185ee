import { privileges } from "../studio/privileges.ts";
import { program } from "../studio/programs.ts";

/**
 * What comes before a command that is to read and remove everything that this user left, whatever
 * modes it has: an ordinary user is the root of his own files in a user namespace.
 *
 * @throws HabcError `tool-missing`.
 */
export function asOwner(): readonly string[] {
  if (privileges().canMount) return [];
  return [program("unshare"), "--user", "--map-root-user", "--"];
}
