import { dirname, join, relative, sep } from "node:path";
import type { OnResolveResult, Plugin } from "esbuild";

/** What an import of a plan may reach. Real, absolute paths. */
interface Walls {
  readonly file: string;
  readonly sourceTree: string;
  /** The module behind `habc`, and what that imports. */
  readonly stdlib: string;
}

/** What marks an error of the confinement among those of esbuild. */
export const outsideMark = "plan-import-outside";

/** Marks an import that is being resolved by esbuild itself. */
const resolving = Symbol("resolving");

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`);
}

/** `node_modules` beside the plan and in every folder above it. */
function packageFolders(file: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    folders.push(join(folder, "node_modules"));
    if (folder === dirname(folder)) return folders;
  }
}

/**
 * Refuses every import that leads out of the source tree and the folders of installed packages.
 * esbuild gives real paths, so a symbolic link is judged by what it leads to.
 */
export function confinement({ file, sourceTree, stdlib }: Walls): Plugin {
  const allowed = [sourceTree, ...packageFolders(file)];
  const ownFolder = dirname(stdlib);
  return {
    name: "habc-confinement",
    setup(build) {
      build.onResolve({ filter: /.*/ }, async (args): Promise<OnResolveResult | undefined> => {
        if (args.pluginData === resolving || args.kind === "entry-point") return undefined;
        if (args.path === "habc") return { path: stdlib };
        const { importer, resolveDir, kind } = args;
        const found = await build.resolve(args.path, {
          importer,
          resolveDir,
          kind,
          pluginData: resolving,
        });
        if (found.errors.length > 0 || found.external || found.namespace !== "file") return found;
        const folders = isBelow(ownFolder, importer) ? [ownFolder, ...allowed] : allowed;
        if (folders.some((folder) => isBelow(folder, found.path))) return found;
        return { errors: [{ text: `"${args.path}" leads to ${found.path}`, detail: outsideMark }] };
      });
    },
  };
}
