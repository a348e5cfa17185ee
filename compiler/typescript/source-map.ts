import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * The source map of a bundle as a comment to append. Its sources become absolute URLs, as the
 * bundle is shown elsewhere than where it was written, and `ignoreList` names those that are
 * not the plan's own.
 *
 * @param text The map as esbuild writes it.
 * @param folder The folder to which its sources are relative.
 * @param foreign Whether a file is not the plan's own.
 */
export function inlineSourceMap(
  text: string,
  folder: string,
  foreign: (path: string) => boolean,
): string {
  const map: { sources: string[] } = JSON.parse(text);
  // esbuild writes them as parts of URLs.
  const paths = map.sources.map((source) => resolve(folder, decodeURIComponent(source)));
  const sources = paths.map((path) => pathToFileURL(path).href);
  const ignoreList = paths.flatMap((path, index) => (foreign(path) ? [index] : []));
  const base64 = Buffer.from(JSON.stringify({ ...map, sources, ignoreList })).toString("base64");
  return `\n//# sourceMappingURL=data:application/json;base64,${base64}\n`;
}
