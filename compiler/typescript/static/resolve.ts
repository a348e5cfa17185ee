/** Finds the plan's own files that it imports, as esbuild does. */
import { realpathSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { isInside } from "../../bash/files/files.ts";
import { isFile } from "../../source/look.ts";

const extensions = [".tsx", ".ts", ".jsx", ".js", ".css", ".json"];

/** The extensions that stand for others in TypeScript. */
const rewritten: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".ts", ".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

/** Whether an import names a file. */
export function isFileSpecifier(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier) || specifier === "." || specifier === "..";
}

/**
 * @param specifier What the import names.
 * @param importer The file that it stands in: absolute, without links.
 * @param sourceTree The folder in which it has to be.
 * @returns The file, without links; nothing where there is none, or not there.
 */
export function resolveFile(
  specifier: string,
  importer: string,
  sourceTree: string,
): string | undefined {
  const base = resolve(dirname(importer), specifier);
  const extension = extname(base);
  const stem = base.slice(0, base.length - extension.length);
  const candidates = [
    base,
    ...extensions.map((each) => base + each),
    ...(rewritten[extension] ?? []).map((each) => stem + each),
    ...extensions.map((each) => join(base, `index${each}`)),
  ];
  const isFolder = specifier.endsWith("/") || /(?:^|\/)\.\.?$/.test(specifier);
  const found = (isFolder ? candidates.slice(-extensions.length) : candidates).find(isFile);
  if (found === undefined) return undefined;
  // A package.json may name another file of the folder.
  const inFolder = dirname(found) === base;
  if (inFolder && isFile(join(base, "package.json"))) return undefined;
  const real = realpathSync(found);
  return isInside(sourceTree, real) ? real : undefined;
}
