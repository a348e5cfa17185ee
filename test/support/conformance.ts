import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The folder of the shared conformance cases. They are kept beside the project, not in it;
 * `HABC_CONFORMANCE` names another place.
 */
export const conformanceFolder =
  process.env["HABC_CONFORMANCE"] ?? join(root, "../shared/conformance");

/** A user to run the cases as, and the command that turns root into it. */
export interface CaseUser {
  readonly name: "root" | "an ordinary user";
  readonly command: readonly string[];
}

const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"];
const asSuperuser = process.getuid?.() === 0;
const superuser: CaseUser = { name: "root", command: [] };
const ordinaryUser: CaseUser = { name: "an ordinary user", command: asSuperuser ? nobody : [] };

/** The users that can run cases here: root only as itself, an ordinary user always. */
export function caseUsers(): CaseUser[] {
  const users = asSuperuser ? [superuser, ordinaryUser] : [ordinaryUser];
  return users.filter((user) => {
    const unshare = ["unshare", "--mount", "--propagation", "private"];
    if (user !== superuser) unshare.push("--user", "--map-root-user");
    return succeeds([...user.command, ...unshare, "true"]);
  });
}

/** The names of the cases, in order. */
export function caseNames(): string[] {
  const names = readdirSync(conformanceFolder);
  return names.filter((name) => existsSync(join(conformanceFolder, name, "case.json"))).sort();
}

/**
 * As root it makes the empty folder /hab that the cases need.
 *
 * @returns Why the cases cannot be run here at all; undefined where they can.
 */
export function conformanceObstacle(): string | undefined {
  if (!existsSync(join(conformanceFolder, "check"))) return `${conformanceFolder} is not there`;
  if (!succeeds(["python3", "--version"])) return "python3 is missing";
  if (!existsSync("/hab") && !asSuperuser) return "the empty folder /hab is missing";
  if (!existsSync("/hab")) mkdirSync("/hab");
  return caseUsers().length === 0 ? "namespaces are not allowed here" : undefined;
}

function succeeds([program = "", ...args]: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}
