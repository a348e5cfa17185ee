/** Accounts of this machine. */
import { readFileSync } from "node:fs";

/** The numbers that processes run with. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * @param user The name of a user of `/etc/passwd`.
 * @param group The name of a group of `/etc/group`.
 * @returns Undefined where one of them does not exist.
 */
export function accountOf(user: string, group: string): Account | undefined {
  const uid = numberOf("/etc/passwd", user);
  const gid = numberOf("/etc/group", group);
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/** Both files have the name in the first field and the number in the third. passwd(5), group(5). */
function numberOf(file: string, name: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  const fields = text.split("\n").map((line) => line.split(":"));
  const number = fields.find(([first]) => first === name)?.[2];
  return number === undefined || !/^\d+$/.test(number) ? undefined : Number(number);
}
