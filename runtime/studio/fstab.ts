/** Lines for `mount --all --fstab`: one program makes all mounts. Source: fstab(5). */

/** One mount. */
export interface FstabEntry {
  /** A path, or the name of a file system that has no source. */
  readonly source: string;
  readonly target: string;
  /** `none` for a bind. */
  readonly type: string;
  readonly options: readonly string[];
}

/** @returns The text of the file. */
export function renderFstab(entries: readonly FstabEntry[]): string {
  return entries
    .map(({ source, target, type, options }) =>
      [escapeField(source), escapeField(target), type, options.join(","), "0", "0\n"].join(" "),
    )
    .join("");
}

/** Separators, control characters, `#` and backslash as `\ooo`. */
function escapeField(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to be escaped
    /[\u0000-\u0020\u007f#\\]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
}
