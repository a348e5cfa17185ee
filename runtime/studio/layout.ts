/** What is mounted in a studio, and where: the one place that says what a build sees. */
import { existsSync, realpathSync } from "node:fs";
import { join, posix } from "node:path";
import { isFolder } from "../look.ts";
import {
  devices,
  hiddenKernelFiles,
  readOnlyKernelFiles,
  runtimeFolder,
  writableFolders,
} from "./base-system.ts";
import { type Ground, openGround } from "./ground.ts";
import { isWithin, type Mount, mountsBelow } from "./mounts.ts";
import { reserves } from "./reserves.ts";
import type { StudioSpec } from "./studio.ts";

/** Something of the host, shown inside. */
export interface Bind {
  readonly kind: "bind";
  readonly host: string;
  readonly inside: string;
  readonly writable: boolean;
  /** Whether other mounts below it are shown too, or covered. */
  readonly below: "shown" | "covered";
}

/** A file system made for the studio. */
export interface Fresh {
  readonly kind: "fresh";
  readonly type: "devpts" | "proc" | "tmpfs";
  readonly inside: string;
  readonly options: readonly string[];
}

/** Something that is there, but not to be seen, or only read. */
export interface Cover {
  readonly kind: "cover";
  readonly inside: string;
  readonly as: "empty-folder" | "empty-file" | "read-only";
}

export type Place = Bind | Fresh | Cover;

/** The mounts of a studio, in the order in which they are made: what holds another, before it. */
export interface Layout {
  /** Made first. */
  readonly base: readonly Place[];
  /** Made when `/src` is there. */
  readonly source: readonly Place[];
  /** Where the results folder is seen. */
  readonly results: string;
  /** The real path of the source tree. */
  readonly sourceTree: string;
  readonly ground: Ground;
}

/** Where the source tree is seen. */
export const sourceInside = "/src";
/** Where packages are seen. */
export const storeInside = "/hab/pkgs";
export const sourceCacheInside = "/hab/cache/src";
export const artifactCacheInside = "/hab/cache/artifacts";
/** Where the folder of the prefix waits until its place is known. */
export const prefixInside = "/var/lib/habc/prefix";

/** The studio's own folder in the scratch folder. */
export function studioFolder(scratch: string): string {
  return join(scratch, "studio");
}

/** The folder of the host that takes what is written to one of the writable folders. */
export function writableFolder(
  { scratch, home }: Pick<StudioSpec, "scratch" | "home">,
  inside: string,
): string {
  const isOfHome = home !== undefined && inside !== runtimeFolder;
  return join(isOfHome ? home : join(studioFolder(scratch), "writable"), inside);
}

/** The folder of the host that takes what is written to the prefix. */
export function prefixFolder(scratch: string): string {
  return join(scratch, "prefix");
}

/**
 * @param spec All its folders exist.
 * @param mounts The mounts of the host.
 */
export function layOut(spec: StudioSpec, mounts: readonly Mount[]): Layout {
  const sourceTree = realpathSync(spec.sourceTree);
  const realResults = realpathSync(spec.results);
  const inTree = realResults !== sourceTree && isWithin(realResults, sourceTree);
  const isWritable = spec.sourceAccess === "writable";
  const results = isWritable
    ? sourceInside
    : posix.join(sourceInside, inTree ? posix.relative(sourceTree, realResults) : "results");
  const ground = openGround(spec);
  const tools = [...spec.tools, ...ground.programs].map(({ host, inside, writable }) =>
    bind(realpathSync(host), inside, writable),
  );
  const inSource = ({ inside }: Place) => isWithin(inside, sourceInside);
  return {
    base: [
      ...ground.folders.map(({ host, inside }) => bind(host, inside)),
      ...writableFolders.map(({ inside }) => bind(writableFolder(spec, inside), inside, true)),
      ...ground.beside.map(({ host, inside }) => bind(host, inside)),
      fresh("proc", "/proc", ["nosuid", "nodev", "noexec"]),
      { ...bind("/sys"), below: "covered" },
      ...covers([...readOnlyKernelFiles, ...hiddenKernelFiles]),
      // A device takes what is written to it on a read-only mount as well, and root cannot change
      // its mode and owner there.
      ...devices.filter((device) => existsSync(device)).map((device) => bind(device)),
      fresh("devpts", "/dev/pts", [
        "nosuid",
        "noexec",
        "newinstance",
        "mode=0620",
        "ptmxmode=0666",
      ]),
      fresh("tmpfs", "/dev/shm", ["nosuid", "nodev", "mode=1777"]),
      ...(spec.strict
        ? reserves(realpathSync(spec.store)).map(({ host, inside }) => bind(host, inside))
        : [bind(realpathSync(spec.store), storeInside)]),
      bind(realpathSync(spec.sourceCache), sourceCacheInside, true),
      bind(realpathSync(spec.artifactCache), artifactCacheInside),
      bind(prefixFolder(spec.scratch), prefixInside, true),
      ...tools.filter((tool) => !inSource(tool)),
      ...(isWritable ? [bind(sourceTree, sourceInside, true)] : []),
    ],
    source: [
      ...(isWritable ? [] : copiedTree({ mounts, sourceTree, results, realResults })),
      ...tools.filter(inSource),
      ...hiddenPlaces([spec.scratch, ...(spec.hidden ?? [])], sourceTree, realResults),
    ],
    results,
    sourceTree,
    ground,
  };
}

/** What an overlay does not show of a tree, or not as it is. */
function copiedTree({ mounts, sourceTree, results, realResults }: CopiedTree): Bind[] {
  const points = mountedInTree(mounts, sourceTree);
  return [
    ...points.map((point) =>
      bind(point, posix.join(sourceInside, posix.relative(sourceTree, point))),
    ),
    bind(realResults, results, true),
  ];
}

interface CopiedTree {
  readonly mounts: readonly Mount[];
  readonly sourceTree: string;
  readonly results: string;
  readonly realResults: string;
}

function bind(host: string, inside = host, writable = false): Bind {
  return { kind: "bind", host, inside, writable, below: "shown" };
}

function fresh(type: Fresh["type"], inside: string, options: readonly string[]): Fresh {
  return { kind: "fresh", type, inside, options };
}

function covers(paths: readonly string[]): Cover[] {
  return paths
    .filter((path) => existsSync(path))
    .map((inside) => {
      if (readOnlyKernelFiles.includes(inside)) return { kind: "cover", inside, as: "read-only" };
      return { kind: "cover", inside, as: isFolder(inside) ? "empty-folder" : "empty-file" };
    });
}

/** What of the host lies in the source tree and is no business of the build. */
function hiddenPlaces(hidden: readonly string[], sourceTree: string, results: string): Cover[] {
  return hidden
    .filter((path) => existsSync(path))
    .map((path) => realpathSync(path))
    .filter((path) => path !== sourceTree && isWithin(path, sourceTree) && !isWithin(results, path))
    .map((path) => ({
      kind: "cover",
      inside: posix.join(sourceInside, posix.relative(sourceTree, path)),
      as: isFolder(path) ? "empty-folder" : "empty-file",
    }));
}

/** Other file systems in the source tree: overlayfs does not show them, and they stay as they are. */
function mountedInTree(mounts: readonly Mount[], sourceTree: string): string[] {
  return mountsBelow(mounts, sourceTree).filter((point) => existsSync(point));
}
