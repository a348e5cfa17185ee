/** `/etc/passwd` and `/etc/group` of a studio. */
import { userInfo } from "node:os";

const accounts = [
  { name: "root", uid: 0, gid: 0, home: "/root", shell: "/bin/bash" },
  { name: "hab", uid: 42, gid: 42, home: "/", shell: "/bin/false" },
  { name: "nobody", uid: 65534, gid: 65534, home: "/nonexistent", shell: "/bin/false" },
];

/** @returns The texts of the two files: root, hab, nobody, and the user who builds. */
export function accountFiles(): { readonly passwd: string; readonly group: string } {
  const all = [...accounts, ...invokingAccount()];
  return {
    passwd: all
      .map(
        ({ name, uid, gid, home, shell }) => `${name}:x:${uid}:${gid}:${name}:${home}:${shell}\n`,
      )
      .join(""),
    group: all
      .filter(({ gid }, at) => all.findIndex((other) => other.gid === gid) === at)
      .map(({ name, gid }) => `${name === "nobody" ? "nogroup" : name}:x:${gid}:\n`)
      .join(""),
  };
}

function invokingAccount(): typeof accounts {
  try {
    const { username, uid, gid } = userInfo();
    if (accounts.some((account) => account.uid === uid || account.name === username)) return [];
    return [{ name: username, uid, gid, home: "/root", shell: "/bin/bash" }];
  } catch {
    // A user without an entry has no name to tell.
    return [];
  }
}
