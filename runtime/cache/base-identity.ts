/**
 * Which base system a build sees: the host's programs and libraries, which a studio shows.
 *
 * Reading all of them would take longer than most builds. What the package manager of the host
 * says is installed, with versions, stands for their content; beside it counts what it does not
 * know: names and sizes of what lies in the usual folders, and in `/usr/local` and `/opt` the
 * times too. Two machines made from one image have the same base.
 */
import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Folders of the package manager: names and sizes of what lies in them. */
const usual = ["/usr/bin", "/usr/sbin", "/usr/lib", "/usr/lib64", "/usr/include", "/usr/libexec"];

/** Folders for what is installed by hand: times too. */
const local = ["bin", "sbin", "lib", "lib64", "include", "libexec"].map(
  (name) => `/usr/local/${name}`,
);

/** Databases of other package managers than Debian's, which change with every change of theirs. */
const databases = [
  "/lib/apk/db/installed",
  "/usr/lib/sysimage/rpm/rpmdb.sqlite",
  "/var/lib/rpm/rpmdb.sqlite",
  "/var/lib/rpm/Packages",
];

/** @returns A checksum. */
export function baseIdentity(): string {
  const hash = createHash("sha256");
  const managed = [debianPackages(), ...databases.map(stampOf)].filter(
    (text) => text !== undefined,
  );
  for (const text of managed) hash.update(`${text}\n`);
  hash.update(textOf("/etc/os-release") ?? "");
  for (const folder of usual) hash.update(listing(folder, { times: managed.length === 0 }));
  for (const folder of [...local, "/opt"]) hash.update(listing(folder, { times: true }));
  for (const name of namesIn("/etc/alternatives")) {
    hash.update(`${name} ${linkOf(join("/etc/alternatives", name))}\n`);
  }
  return hash.digest("hex");
}

/** Source: the manual page deb-control(5) for the fields of the file. */
function debianPackages(): string | undefined {
  const status = textOf("/var/lib/dpkg/status");
  if (status === undefined) return undefined;
  const field = (paragraph: string, name: string) =>
    new RegExp(`^${name}: (.*)$`, "m").exec(paragraph)?.[1] ?? "";
  return status
    .split("\n\n")
    .filter((paragraph) => field(paragraph, "Status").endsWith(" installed"))
    .map((paragraph) =>
      ["Package", "Architecture", "Version"].map((name) => field(paragraph, name)),
    )
    .map((fields) => fields.join(" "))
    .sort()
    .join("\n");
}

function listing(folder: string, { times }: { readonly times: boolean }): string {
  const rows = namesIn(folder).map((name) => {
    const stats = lstatSync(join(folder, name), { throwIfNoEntry: false });
    if (stats === undefined) return name;
    if (stats.isSymbolicLink()) return `${name} ${linkOf(join(folder, name))}`;
    // The size of a folder depends on the file system.
    const size = stats.isDirectory() ? "" : stats.size;
    return `${name} ${size} ${times ? Math.floor(stats.mtimeMs / 1000) : ""}`;
  });
  return `${folder}\n${rows.join("\n")}\n`;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** Such a file may have hundreds of megabytes. */
function stampOf(file: string): string | undefined {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  return stats === undefined ? undefined : `${file} ${stats.size} ${stats.mtimeMs}`;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return undefined;
  }
}
