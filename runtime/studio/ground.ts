/** What a studio shows of its base: the host, a root file system, or packages alone. */
import { lstatSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { isFolder } from "../look.ts";
import { etcNames, etcPaths, networkNames, ownFolders, toolchain } from "./base-system.ts";
import { carryPrograms } from "./carried.ts";
import { innerPrograms, programFolders } from "./programs.ts";
import type { Shown, StudioBase, StudioSpec } from "./studio.ts";
import { toolFolders } from "./toolchain.ts";

/** A folder, file or link of the base: where it lies, and where a build sees it. */
export interface GroundPath {
  readonly host: string;
  readonly inside: string;
}

export interface Ground {
  /** Shown read-only. */
  readonly folders: readonly GroundPath[];
  /** Shown in the same way, also where they lie in folders that a studio has of its own. */
  readonly beside: readonly GroundPath[];
  /** Links at the top, such as `/bin`, that are made again. */
  readonly links: readonly GroundPath[];
  /** Files and links in `/etc` that are copied. */
  readonly files: readonly GroundPath[];
  /** Links to make: the path inside, and what it leads to. */
  readonly made: Readonly<Record<string, string>>;
  /** Programs of the host, with what they need. */
  readonly programs: readonly Shown[];
  /** The first words of a command that starts a program of the host inside. */
  command(program: string): readonly string[];
}

/**
 * @throws HabcError `tool-missing`, `studio-failed`; Node's error where the base cannot be read.
 */
export function openGround(spec: StudioSpec): Ground {
  const { base, programs = [] } = spec;
  if (base === undefined) return hostGround(spec);
  const carried = carryPrograms([...innerPrograms(), ...programs.map(({ host }) => host)]);
  return {
    ...partsOf(base),
    beside: [],
    made: base.links,
    programs: carried.shown,
    command: carried.command,
  };
}

function partsOf({ root, folders = [] }: StudioBase): Pick<Ground, "folders" | "links" | "files"> {
  if (root !== undefined) return rootGround(realpathSync(root));
  // Parts of the host, whose settings are the ones that fit.
  const { files } = folders.length > 0 ? etcOf("/") : networkGround();
  return { folders, links: [], files };
}

function networkGround(): Pick<Ground, "folders" | "links" | "files"> {
  return { folders: [], links: [], files: etcOf("/").files.filter(isOfNetwork) };
}

function hostGround({ environment, programs = [] }: StudioSpec): Ground {
  const searchPath = (environment["PATH"] ?? "").split(":");
  const etc = etcOf("/");
  const tools = toolFolders([...searchPath, ...programFolders()]);
  const shown = new Map(programs.map(({ host, inside }) => [host, inside]));
  return {
    folders: [...toolchain.filter(isRealFolder).map(same), ...etc.folders],
    beside: tools.map(same),
    links: toolchain.filter(isLink).map(same),
    files: etc.files,
    made: {},
    programs,
    command: (program) => [shown.get(program) ?? program],
  };
}

function rootGround(root: string): Pick<Ground, "folders" | "links" | "files"> {
  const top = readdirSync(root)
    .filter((name) => !ownFolders.has(name))
    .map((name) => below(root, `/${name}`));
  const etc = etcOf(root);
  const { files: network } = networkGround();
  return {
    folders: [...top.filter(({ host }) => isRealFolder(host)), ...etc.folders],
    links: top.filter(({ host }) => isLink(host)),
    files: [...etc.files.filter((path) => !isOfNetwork(path)), ...network],
  };
}

/** What of a root's `/etc` programs need. */
function etcOf(root: string): Pick<Ground, "folders" | "files"> {
  const named = namesIn(join(root, "etc")).filter((name) =>
    etcNames.some((form) => form.test(name)),
  );
  const all = [...named, ...etcPaths].map((name) => below(root, `/etc/${name}`));
  return {
    folders: all.filter(({ host }) => isRealFolder(host)),
    files: all.filter(({ host }) => !isRealFolder(host) && isThere(host)),
  };
}

function isOfNetwork({ inside }: GroundPath): boolean {
  return networkNames.some((name) => inside === `/etc/${name}`);
}

function below(root: string, inside: string): GroundPath {
  return { host: join(root, inside), inside };
}

function same(path: string): GroundPath {
  return { host: path, inside: path };
}

function namesIn(folder: string): string[] {
  return isFolder(folder) ? readdirSync(folder) : [];
}

function isRealFolder(path: string): boolean {
  return isFolder(path) && realpathSync(path) === path;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
