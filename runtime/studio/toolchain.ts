/** Folders outside the usual ones that the toolchain of the host reaches into. */
import { readdirSync, readlinkSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, resolve } from "node:path";
import { privateFolders, toolchain } from "./base-system.ts";
import { isWithin } from "./mounts.ts";

const alternatives = "/etc/alternatives";

/**
 * @param entries Folders that hold programs, such as those of `PATH`.
 * @returns Absolute folders of the host, to be shown where they are: those that hold an entry
 *   or what a link in `/etc/alternatives` leads to, none of them inside a home.
 */
export function toolFolders(entries: readonly string[]): string[] {
  const wanted = [...entries.filter((entry) => entry.startsWith("/")), ...linked()];
  const found = new Set<string>();
  for (const entry of wanted) {
    if (toolchain.some((folder) => isWithin(entry, folder))) continue;
    const folder = realFolder(entry);
    if (folder !== undefined) found.add(folder);
  }
  const folders = [...found].sort();
  return folders.filter((folder) => !folders.some((o) => o !== folder && isWithin(folder, o)));
}

function linked(): string[] {
  let names: string[];
  try {
    names = readdirSync(alternatives);
  } catch {
    return [];
  }
  const inToolchain = (target: string) => toolchain.some((folder) => isWithin(target, folder));
  return names
    .map((name) => targetOf(`${alternatives}/${name}`))
    .filter((target) => target !== undefined && !inToolchain(target))
    .map((target) => dirname(target ?? "/"));
}

function targetOf(link: string): string | undefined {
  try {
    return resolve(alternatives, readlinkSync(link));
  } catch {
    return undefined;
  }
}

/** The folder to show for one that holds programs: the whole of what was installed there. */
function realFolder(entry: string): string | undefined {
  let real: string;
  try {
    real = realpathSync(entry);
  } catch {
    return undefined;
  }
  const shown = /^\/opt\/[^/]+|^\/(nix|gnu)\/store/.exec(real)?.[0] ?? whole(real);
  const hidden = [...toolchain, ...privateFolders, "/etc", homedir()];
  if (shown === "/" || hidden.some((o) => isWithin(shown, o) || isWithin(o, shown)))
    return undefined;
  return shown;
}

function whole(folder: string): string {
  return ["bin", "sbin"].includes(basename(folder)) ? dirname(folder) : folder;
}
