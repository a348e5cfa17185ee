/** Which package would have what a build did not find. */
import { join } from "node:path";
import { hostPackages, standInOrigin } from "../installed/host/catalogue.ts";
import type { HostPackageSpec } from "../installed/host/spec.ts";
import { isFile } from "../look.ts";
import { tryParseIdent } from "../store/ident.ts";
import { openStore } from "../store/installed.ts";
import type { Package } from "../store/package.ts";
import type { Lack } from "./lacks.ts";

/** A package, as a plan would name it, and the path in it. */
export interface LackProvider {
  readonly name: string;
  readonly path: string;
}

/**
 * @param store The package store: what is installed comes first. After it comes what the packages
 *   of origin `core` are known to have.
 */
export function providerOf(
  lack: Lack,
  { store, target }: { readonly store: string; readonly target: string },
): LackProvider | undefined {
  return installedProvider(lack, store, target) ?? knownProvider(lack);
}

/** Where packages have such a thing. */
const places: Readonly<Record<Lack["kind"], (name: string) => readonly string[]>> = {
  program: (name) => [`bin/${name}`, `sbin/${name}`],
  header: (name) => [`include/${name}`],
  library: (name) =>
    name.includes(".so") ? [`lib/${name}`] : [`lib/lib${name}.so`, `lib/lib${name}.a`],
  "pkg-config": (name) => [`lib/pkgconfig/${name}.pc`, `share/pkgconfig/${name}.pc`],
};

function installedProvider(lack: Lack, folder: string, target: string): LackProvider | undefined {
  const store = openStore(folder, target);
  for (const name of store.names()) {
    const ident = tryParseIdent(name);
    const found = ident && newest(store, ident);
    const path = places[lack.kind](lack.name).find((place) =>
      found === undefined ? false : isFile(join(found.hostPath, place)),
    );
    if (found !== undefined && path !== undefined) return { name, path };
  }
  return undefined;
}

/** A damaged package has nothing to offer. */
function newest(
  store: ReturnType<typeof openStore>,
  ident: Parameters<ReturnType<typeof openStore>["newest"]>[0],
): Package | undefined {
  try {
    return store.newest(ident);
  } catch {
    return undefined;
  }
}

/** What the table of stand-ins says of a package. */
const known: Readonly<Record<Lack["kind"], (spec: HostPackageSpec, name: string) => boolean>> = {
  program: ({ programs = [], morePrograms = [] }, name) =>
    [...programs, ...morePrograms].some((text) => text.split("|")[0] === name),
  header: ({ headers = [], moreHeaders = [] }, name) =>
    [...headers, ...moreHeaders].some((one) => name === one || name.startsWith(`${one}/`)),
  library: ({ libraries = [], runtime = [] }, name) =>
    [...libraries, ...runtime].some((one) => name === one || name.startsWith(`lib${one}.so`)),
  "pkg-config": ({ pkgConfig = [] }, name) => pkgConfig.includes(name),
};

function knownProvider(lack: Lack): LackProvider | undefined {
  for (const [name, spec] of hostPackages) {
    if (!known[lack.kind](spec, lack.name)) continue;
    const [path = ""] = places[lack.kind](lack.name);
    return { name: `${standInOrigin}/${name}`, path };
  }
  return undefined;
}
