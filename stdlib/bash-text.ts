import { quote } from "./quote.ts";

/** A text in bash, as `bash` makes it. */
export interface BashText {
  readonly bash: string;
}

/**
 * Marks a text as bash, so that editors colour it. Values that are put in become one word each,
 * or one word per item of a list, whatever characters they hold.
 *
 * @example
 * do_build: bash`
 *   ./configure --prefix="$pkg_prefix" ${flags}
 *   make
 * `,
 */
export function bash(
  texts: TemplateStringsArray,
  ...values: readonly (string | number | readonly string[])[]
): BashText {
  const words = values.map((value) =>
    typeof value === "object" ? value.map(quote).join(" ") : quote(String(value)),
  );
  return { bash: String.raw({ raw: texts }, ...words) };
}
