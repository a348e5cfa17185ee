import { createHash } from "node:crypto";

/** File names have 255 bytes; some are left for what is put behind. */
const longest = 180;

/**
 * The name of the studio of a folder: its path with `--` for each slash.
 *
 * Source: Habitat's studio, which has one for each source tree.
 *
 * @param folder An absolute path.
 * @example
 * studioName("/home/me/my plans"); // "home--me--my-plans"
 */
export function studioName(folder: string): string {
  if (folder === "/") return "root";
  const name = folder
    .slice(1)
    .replaceAll("/", "--")
    .replaceAll(/[\s\p{Cc}]/gu, "-");
  if (Buffer.byteLength(name) <= longest) return name;
  // The end of a path says more than its beginning.
  const end = Buffer.from(name)
    .subarray(-longest + 9)
    .toString()
    .replace(/^\uFFFD+/, "");
  return `${shortHash(folder)}-${end}`;
}

/** Eight digits that tell folders apart whose names are the same. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
