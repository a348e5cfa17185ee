/** Which package has a library, for those that the loader does not find. */

import { isStandIn } from "../installed/host/is-stand-in.ts";
import type { ByteText } from "../package/archive-tree.ts";
import { bytesOf } from "../package/archive-tree.ts";
import { tryParseIdent } from "../store/ident.ts";
import { openStore } from "../store/installed.ts";
import type { Package } from "../store/package.ts";
import type { ElfFile } from "./elf/read.ts";
import type { Loader } from "./loader.ts";
import type { Survey } from "./survey.ts";

/** Where a library is. */
export interface Provider {
  readonly folder: ByteText;
  /** Absent: the package that is being checked. */
  readonly package: Package | undefined;
  /** Its files are the host's. */
  readonly isStandIn: boolean;
  /** In a folder of the package that is for some of its programs alone. */
  readonly isPrivate: boolean;
}

export interface Providers {
  /** In the package itself or in a run dependency. */
  declared(name: ByteText, needing: ElfFile): Provider | undefined;
  /** In any other package that is installed here; those of the build first. */
  stranger(
    name: ByteText,
    needing: ElfFile,
  ): { readonly package: Package; readonly forBuild: boolean } | undefined;
}

export interface ProviderSource {
  readonly prefix: ByteText;
  readonly survey: Survey;
  readonly loader: Loader;
  readonly tdeps: readonly Package[];
  readonly buildTdeps: readonly Package[];
  readonly store: string;
  readonly target: string;
}

/** Where libraries are in packages that do not say it. */
const usualFolders = ["lib", "lib64"];

export function openProviders(source: ProviderSource): Providers {
  const { prefix, loader, tdeps, buildTdeps } = source;
  const ownPlaces = placesByName(source.survey);
  let others: readonly Package[] | undefined;

  const folderOf = (found: Package, name: ByteText, needing: ElfFile) =>
    libraryFolders(found).find(
      (folder) => loader.fitting(`${folder}/${name}`, needing).kind === "found",
    );

  return {
    declared(name, needing) {
      for (const path of ownPlaces.get(name) ?? []) {
        if (loader.fitting(`${prefix}/${path}`, needing).kind !== "found") continue;
        const folder = `${prefix}/${path.slice(0, Math.max(0, path.lastIndexOf("/")))}`;
        const isPrivate = !usualFolders.some((usual) => folder === `${prefix}/${usual}`);
        return { folder, package: undefined, isStandIn: false, isPrivate };
      }
      for (const found of tdeps) {
        const folder = folderOf(found, name, needing);
        if (folder === undefined) continue;
        return { folder, package: found, isStandIn: isStandIn(found), isPrivate: false };
      }
      return undefined;
    },
    stranger(name, needing) {
      const declared = new Set(tdeps.map((found) => found.name));
      const forBuild = buildTdeps.filter((found) => !declared.has(found.name));
      const ofBuild = forBuild.find((found) => folderOf(found, name, needing));
      if (ofBuild !== undefined) return { package: ofBuild, forBuild: true };
      others ??= newestOfAll(source);
      const other = others.find((found) => folderOf(found, name, needing));
      return other && { package: other, forBuild: false };
    },
  };
}

function libraryFolders(found: Package): readonly ByteText[] {
  const named = (found.text("LD_RUN_PATH") ?? "").split(":").filter(Boolean);
  const usual = usualFolders.map((folder) => `${found.path}/${folder}`);
  return [...new Set([...named, ...usual])].map(bytesOf);
}

/** Where the package has files that look like libraries. */
function placesByName({ elves, tree }: Survey): ReadonlyMap<ByteText, readonly ByteText[]> {
  const places = new Map<ByteText, ByteText[]>();
  for (const [path, node] of tree) {
    if (node.kind === "folder" || (node.kind === "file" && !elves.has(path))) continue;
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (!name.includes(".so")) continue;
    const known = places.get(name);
    if (known === undefined) places.set(name, [path]);
    else known.push(path);
  }
  return places;
}

/** A damaged package, or one whose folder has no package's name, has no library to offer. */
function newestOfAll({ store: folder, target }: ProviderSource): readonly Package[] {
  const store = openStore(folder, target);
  return store.names().flatMap((name) => {
    const ident = tryParseIdent(name);
    try {
      return (ident && store.newest(ident)) ?? [];
    } catch {
      return [];
    }
  });
}
