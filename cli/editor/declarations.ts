/**
 * The declarations of `habc` for editors where no package manager has installed it: a copy beside
 * the tsconfig.json, with those of the packages that they refer to.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { declarationsFolder } from "../../compiler/editor/index.ts";
import { assetPath } from "../../runtime/assets.ts";
import { asideName, errorCode, sweepAside, unwritable } from "../../runtime/crypto/aside.ts";
import { findUp } from "../find-up.ts";
import { version } from "../version.ts";

/** The packages that the declarations of `habc` refer to, directly or through each other. */
const referred = ["zx", "@types/node", "undici-types"] as const;

/** What became of the declarations in a folder. */
export type DeclarationsState =
  /** A package manager has installed `habc` there or above. */
  | "installed"
  /** The copy is as it must be. */
  | "current"
  | "copied";

/**
 * Sees to it that editors find the declarations. A copy is made aside and put in its place as a
 * whole, and goes where `habc` is installed: the copy would hide what belongs to that version.
 *
 * @param root The folder of the tsconfig.json; absolute.
 * @throws HabcError `results-unwritable`.
 */
export async function provideDeclarations(root: string): Promise<DeclarationsState> {
  const folder = join(root, declarationsFolder);
  try {
    if (installedFolder("habc", root) !== undefined) {
      await rm(folder, { recursive: true, force: true });
      return "installed";
    }
    const files = await declarationFiles();
    const stamp = stampOf(files);
    const about = join(folder, "node_modules/habc/package.json");
    const present = await readFile(about, "utf8").catch(() => "");
    if (present.includes(stamp)) return "current";
    await makeCopy(folder, files, stamp);
    return "copied";
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
}

/** The folder of a package, as Node.js finds it from another folder. */
export function installedFolder(name: string, from: string): string | undefined {
  const folderIn = (folder: string) => join(folder, "node_modules", name);
  const found = findUp(from, (folder) => existsSync(join(folderIn(folder), "package.json")));
  return found === undefined ? undefined : folderIn(found);
}

/** The content of each file, by its path below `node_modules/` of the copy. */
async function declarationFiles(): Promise<Map<string, Buffer>> {
  const own = assetPath("types");
  const files = await filesBelow(own, "habc/dist/types");
  files.set("habc/dist/habc.schema.json", await readFile(assetPath("habc.schema.json")));
  const places = [own];
  for (const name of referred) {
    const [folder] = places.flatMap((place) => installedFolder(name, place) ?? []);
    // Without them, what a plan takes from Node.js has no types; everything else has.
    if (folder === undefined) continue;
    // pnpm shows a package only what it names itself: further ones lie beside the real folder.
    places.push(await realpath(folder));
    for (const [file, content] of await filesBelow(folder, name)) files.set(file, content);
  }
  return files;
}

async function filesBelow(folder: string, as: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter(
      (entry) => entry.isFile() && /(\.d\.[cm]?ts|^package\.json|^LICENSE.*)$/.test(entry.name),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.slice(folder.length).includes("/node_modules/"))
    .sort();
  const read = names.map(
    async (file) => [join(as, file.slice(folder.length)), await readFile(file)] as const,
  );
  return new Map(await Promise.all(read));
}

function stampOf(files: ReadonlyMap<string, Buffer>): string {
  const hash = createHash("sha256");
  for (const [file, content] of files) hash.update(`${file}\0${content.length}\0`).update(content);
  return hash.digest("hex");
}

async function makeCopy(
  folder: string,
  files: ReadonlyMap<string, Buffer>,
  stamp: string,
): Promise<void> {
  const aside = asideName(folder);
  const before = `${aside}-before`;
  await sweepAside(folder);
  try {
    for (const [file, content] of files) {
      const path = join(aside, "node_modules", file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
    const about = {
      name: "habc",
      version: version(),
      types: "dist/types/stdlib/index.d.ts",
      contents: stamp,
    };
    const text = `${JSON.stringify(about, null, 2)}\n`;
    await writeFile(join(aside, "node_modules/habc/package.json"), text);
    await writeFile(join(aside, ".gitignore"), "# Made by `habc types`.\n*\n");
    await rename(folder, before).catch(unless("ENOENT"));
    // Who was quicker has put the same there.
    await rename(aside, folder).catch(unless("ENOTEMPTY"));
  } finally {
    await rm(aside, { recursive: true, force: true });
    await rm(before, { recursive: true, force: true });
  }
}

/** Passes over one kind of failure. */
function unless(code: string) {
  return (thrown: unknown) => {
    if (errorCode(thrown) !== code) throw thrown;
  };
}
