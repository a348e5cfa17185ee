/** The folders and files that a studio's root is made of before anything is mounted. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, posix } from "node:path";
import { accountFiles } from "./accounts.ts";
import { emptyFolders, links, nameServices, writableFolders } from "./base-system.ts";
import type { GroundPath } from "./ground.ts";
import { type Layout, type Place, sourceInside } from "./layout.ts";
import { isWithin } from "./mounts.ts";

/** Where a studio's parts lie in its own folder on the host. */
export interface SkeletonFolders {
  /** Becomes `/`. */
  readonly root: string;
  /** @returns The folder that takes what is written to one of the writable folders. */
  writable(inside: string): string;
}

/**
 * Makes the root: folders, links, small files, and something to mount each place on. Where a
 * place lies in the source tree, that is left to the process that mounts the tree.
 *
 * @throws Node's error where a folder or file of the host cannot be read.
 */
export function makeSkeleton({ root, writable }: SkeletonFolders, layout: Layout): void {
  for (const folder of [...emptyFolders, sourceInside]) makeFolder(join(root, folder));
  for (const { inside, mode } of writableFolders) {
    makeFolder(writable(inside));
    chmodSync(writable(inside), mode);
  }
  for (const [inside, target] of Object.entries(links)) link(target, join(root, inside));
  const { ground } = layout;
  for (const { host, inside } of ground.links) link(readlinkSync(host), join(root, inside));
  for (const file of ground.files) copyFile(file, layout, root);
  for (const [inside, target] of Object.entries(ground.made)) link(target, join(root, inside));
  const { passwd, group } = accountFiles();
  for (const [name, text] of Object.entries({ passwd, group, "nsswitch.conf": nameServices })) {
    writeFile(join(root, "etc", name), text);
  }
  for (const place of layout.base) {
    const host = mountPoint({ root, writable }, layout, place);
    if (host !== undefined) makeMountPoint(host, place);
  }
}

/** @returns Where the place's mount point has to be made; undefined where it is there already. */
function mountPoint(
  { root, writable }: SkeletonFolders,
  layout: Layout,
  place: Place,
): string | undefined {
  const around = layout.base.filter((o) => o !== place && isWithin(place.inside, o.inside));
  const nearest = around.reduce<Place | undefined>(
    (best, o) => (best === undefined || o.inside.length >= best.inside.length ? o : best),
    undefined,
  );
  if (nearest === undefined) return join(root, place.inside);
  if (writableFolders.some(({ inside }) => inside === nearest.inside)) {
    return join(writable(nearest.inside), posix.relative(nearest.inside, place.inside));
  }
  return undefined;
}

function makeMountPoint(path: string, place: Place): void {
  if (place.kind === "bind" && !statSync(place.host).isDirectory()) {
    writeFile(path, "");
  } else {
    makeFolder(path);
  }
}

// The modes do not depend on the umask of the user who builds.

function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
  chmodSync(path, 0o755);
}

function writeFile(path: string, content: string | Uint8Array): void {
  makeFolder(dirname(path));
  writeFileSync(path, content);
  chmodSync(path, 0o644);
}

function link(target: string, path: string): void {
  makeFolder(dirname(path));
  symlinkSync(target, path);
}

/** A link to what is shown stays a link: `/etc/localtime` tells the zone by its target. */
function copyFile({ host, inside }: GroundPath, { ground }: Layout, root: string): void {
  const target = lstatSync(host).isSymbolicLink()
    ? posix.resolve(dirname(inside), readlinkSync(host))
    : undefined;
  const shown = [...ground.folders, ...ground.links].map((folder) => folder.inside);
  if (target !== undefined && ["/etc", ...shown].some((folder) => isWithin(target, folder))) {
    link(readlinkSync(host), join(root, inside));
  } else if (host === inside || target === undefined) {
    // Of another root, a link would lead to a file of the host.
    if (statSync(host, { throwIfNoEntry: false })?.isFile()) {
      writeFile(join(root, inside), readFileSync(host));
    }
  }
}
