/** Names that plans can have. */
import { originName, packageName } from "../ir/rules.ts";

/** Letters that are no letter with an accent. */
const spelled: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ł: "l",
  ı: "i",
  þ: "th",
};

/**
 * Makes a name of a text: without accents, in lower case, with dashes in place of what no name has.
 *
 * @param text Such as the name of a folder, or of an npm package with its scope.
 * @returns Undefined where nothing of it is left.
 * @example
 * nameFrom("@acme/Café Müller"); // "cafe-muller"
 */
export function nameFrom(text: string): string | undefined {
  const plain = text
    .replace(/^@[^/]*\//, "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[ßæœøđłıþ]/g, (letter) => spelled[letter] ?? "");
  const name = plain.replace(/[^a-z0-9_]+/g, "-").replace(/^[-_]+|[-_]+$/g, "");
  return name === "" ? undefined : name;
}

/** What a name must be; undefined where it is. */
export function nameFault(name: string, of: "package" | "origin"): string | undefined {
  const rule = of === "package" ? packageName : originName;
  return new RegExp(rule.pattern).test(name) ? undefined : rule.expected;
}
