/** What the codes of the system's errors mean, in the words of a message. */

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EDQUOT: "the quota of the disk is used up",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "there is no such file",
  ENOSPC: "the disk is full",
  ENOTDIR: "part of the path is not a folder",
  EPERM: "the operation is not permitted",
  EROFS: "the file system is read-only",
};

/**
 * @param thrown What a call of `node:fs` threw.
 * @returns The reason, such as `permission denied`; its code where there are no words for it, and
 *   undefined where it is no error of the system.
 */
export function systemReason(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !("code" in thrown)) return undefined;
  const { code } = thrown;
  return typeof code === "string" ? (reasons[code] ?? code) : undefined;
}
