/**
 * What a package will see where it is installed: itself, its run dependencies, and the host.
 * Paths are followed link by link as they would be there, whatever lies at them here.
 */
import { lstatSync, readlinkSync, type Stats } from "node:fs";
import { join } from "node:path";
import { type ByteText, bytesOf, pathOf, textOf } from "../package/archive-tree.ts";
import { isFullIdent, tryParseIdent } from "../store/ident.ts";
import { openPackage, type Package, packagesInside } from "../store/package.ts";
import { isWithin } from "../studio/mounts.ts";

/** Something in a package, by what a path needs to know of it. */
export type TreeNode =
  | { readonly kind: "file" | "folder" }
  | { readonly kind: "link"; readonly target: ByteText };

/** Whose a path is. */
export type Owner =
  | { readonly kind: "own" }
  /** A run dependency. */
  | { readonly kind: "dependency"; readonly package: Package }
  /** Another package: one of the build alone, or one that nothing declares. */
  | { readonly kind: "stranger"; readonly package: Package; readonly forBuild: boolean }
  /** A folder that is there only while the package is built. */
  | { readonly kind: "build" }
  | { readonly kind: "host" };

/** What a path leads to. */
export interface Target {
  /** Whose the path is as it was given. */
  readonly owner: Owner;
  /** `unknown`: it is in a run dependency that is not installed here. */
  readonly found: "file" | "folder" | "nothing" | "unknown";
  /** The path without links, as far as it leads. */
  readonly path: ByteText;
}

/** What the world is made of. */
export interface WorldSource {
  /** Where the package is installed, such as `/hab/pkgs/acme/redis/7.2.4/20260101120000`. */
  readonly prefix: string;
  /** What is in it, by path; the package's folder is `""`. */
  readonly tree: ReadonlyMap<ByteText, TreeNode>;
  /** Everything that it runs with, and everything that it was built with. */
  readonly tdeps: readonly Package[];
  readonly buildTdeps: readonly Package[];
  /** The folder of the package store on this machine. */
  readonly store: string;
  /** Folders that are there only while the package is built. */
  readonly buildFolders: readonly string[];
}

export interface World {
  ownerOf(path: ByteText): Owner;
  /** Follows an absolute path. */
  look(path: ByteText): Target;
  /** Where on this machine a path without links lies; undefined for the package's own. */
  here(path: ByteText): Buffer | undefined;
}

/** As many as the kernel follows. */
const mostLinks = 40;
/** The folders of an origin, a name and a version. */
const abovePackage = new RegExp(`^${packagesInside}(/[^/]+){1,3}$`);
const packagePath = new RegExp(`^${packagesInside}/([^/]+/[^/]+/[^/]+/[^/]+)(?:/|$)`);

export function openWorld(source: WorldSource): World {
  const prefix = bytesOf(source.prefix);
  const buildFolders = source.buildFolders.map(bytesOf);
  const runsWith = byName(source.tdeps);
  const builtWith = byName(source.buildTdeps);
  const strangers = new Map<string, Package>();
  const nodes = new Map<ByteText, TreeNode | "nothing" | "unknown">();

  function packageOf(path: ByteText): Owner | undefined {
    const [, name] = packagePath.exec(path) ?? [];
    if (name === undefined) return undefined;
    const dependency = runsWith.get(name);
    if (dependency !== undefined) return { kind: "dependency", package: dependency };
    const ident = tryParseIdent(name);
    if (ident === undefined || !isFullIdent(ident)) return undefined;
    const forBuild = builtWith.get(name);
    const found = forBuild ?? strangers.get(name) ?? openPackage(ident, join(source.store, name));
    strangers.set(name, found);
    return { kind: "stranger", package: found, forBuild: forBuild !== undefined };
  }

  function ownerOf(path: ByteText): Owner {
    if (isWithin(path, prefix)) return { kind: "own" };
    if (buildFolders.some((folder) => isWithin(path, folder))) return { kind: "build" };
    return packageOf(path) ?? { kind: "host" };
  }

  function here(path: ByteText): Buffer | undefined {
    const owner = ownerOf(path);
    if (owner.kind === "own") return undefined;
    if (!("package" in owner)) return pathOf(path);
    const { hostPath, path: inside } = owner.package;
    return pathOf(bytesOf(hostPath) + path.slice(inside.length));
  }

  function read(path: ByteText): TreeNode | "nothing" | "unknown" {
    const owner = ownerOf(path);
    if (owner.kind === "own") return source.tree.get(path.slice(prefix.length + 1)) ?? "nothing";
    if (owner.kind === "build") return "nothing";
    if ("package" in owner && !owner.package.text("IDENT")) {
      return owner.kind === "dependency" ? "unknown" : "nothing";
    }
    // The folders above packages are where the store says, not where the path says.
    if (owner.kind === "host" && isAbovePackages(path)) return { kind: "folder" };
    return nodeHere(here(path) ?? pathOf(path));
  }

  function node(path: ByteText): TreeNode | "nothing" | "unknown" {
    const known = nodes.get(path) ?? read(path);
    nodes.set(path, known);
    return known;
  }

  return {
    ownerOf,
    here,
    look(path) {
      const { found, path: real } = follow(path, node);
      return { owner: ownerOf(normal(path)), found, path: real };
    },
  };
}

function follow(
  start: ByteText,
  node: (path: ByteText) => TreeNode | "nothing" | "unknown",
): Pick<Target, "found" | "path"> {
  let path = "";
  let found: "file" | "folder" = "folder";
  let links = 0;
  const rest = start.split("/").reverse();
  for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
    if (name === "" || name === ".") continue;
    if (found === "file") return { found: "nothing", path };
    if (name === "..") {
      path = path.slice(0, Math.max(0, path.lastIndexOf("/")));
      continue;
    }
    const next = node(`${path}/${name}`);
    if (typeof next === "string") return { found: next, path: `${path}/${name}` };
    if (next.kind !== "link") {
      path = `${path}/${name}`;
      found = next.kind;
      continue;
    }
    links += 1;
    if (links > mostLinks) return { found: "nothing", path: `${path}/${name}` };
    if (next.target.startsWith("/")) path = "";
    rest.push(...next.target.split("/").reverse());
  }
  return { found, path: path === "" ? "/" : path };
}

/** The path without `.`, `..` and double slashes, its links not followed. */
export function normal(path: ByteText): ByteText {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

function isAbovePackages(path: ByteText): boolean {
  return isWithin(packagesInside, path) || abovePackage.test(path);
}

function nodeHere(path: Buffer): TreeNode | "nothing" {
  try {
    const stat: Stats = lstatSync(path);
    if (stat.isSymbolicLink()) {
      return { kind: "link", target: readlinkSync(path, { encoding: "latin1" }) };
    }
    return { kind: stat.isDirectory() ? "folder" : "file" };
  } catch {
    return "nothing";
  }
}

function byName(packages: readonly Package[]): ReadonlyMap<string, Package> {
  return new Map(packages.map((found) => [found.name, found]));
}

/** `origin/name`: what a plan declares. */
export function packageName({ ident }: Pick<Package, "ident">): string {
  return `${ident.origin}/${ident.name}`;
}

/** A path for people. */
export function shown(path: ByteText): string {
  return textOf(path);
}
