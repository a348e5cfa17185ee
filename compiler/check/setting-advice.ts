/** What an author most likely meant by a value that a setting does not take. */
import type { SettingName } from "../ir/index.ts";
import { settings } from "../ir/index.ts";
import { packageIdent, sha256 } from "../ir/rules.ts";

/**
 * @param text A text that breaks the rule of the setting: its value, an item, or a key of a map.
 * @returns How to write it; undefined where nothing can be told from the text.
 * @example settingAdvice("pkg_deps", "core/zlib,"); // "items have white space between them, and no commas"
 */
export function settingAdvice(name: SettingName, text: string): string | undefined {
  const { type, rule } = settings[name] as (typeof settings)[SettingName] & { rule?: unknown };
  if (type === "map") return mapAdvice(text);
  if (type === "list") {
    const words = text.split(/[\s,]+/).filter(Boolean);
    if (words.length > 1) return `write each as an item of its own: ${words.join(" and ")}`;
    if (text.includes(",")) return "items have white space between them, and no commas";
  }
  if (rule === packageIdent) return identAdvice(text);
  if (rule === sha256) return checksumAdvice(text);
  return undefined;
}

function mapAdvice(text: string): string | undefined {
  const [, key, value] = /^([^\s=]+)=(.+)$/.exec(text) ?? [];
  return key === undefined ? undefined : `write [${key}]=${value}`;
}

function identAdvice(text: string): string | undefined {
  if (/^[\w-]+$/.test(text)) return `put its origin in front, as in core/${text}`;
  if (text.endsWith("/")) return `there is nothing after its last slash: ${text.slice(0, -1)}`;
  const [, ident, , version] = /^([\w-]+\/[\w-]+)\s*([<>=~^:@]+)\s*v?([\d.]*)/.exec(text) ?? [];
  if (ident === undefined) return undefined;
  return `a version follows a slash, and there are no ranges: ${ident}${version ? `/${version}` : ""}`;
}

/** The digits that a checksum of each other kind has. */
const digits: Readonly<Record<number, string>> = {
  32: "an MD5",
  40: "a SHA-1",
  56: "a SHA-224",
  96: "a SHA-384",
  128: "a SHA-512",
};

function checksumAdvice(text: string): string | undefined {
  const [, bare] = /^sha-?256[:=-]\s*([0-9A-Fa-f]{64})$/i.exec(text) ?? [];
  if (bare !== undefined) return "write the digits alone";
  const other = digits[text.length];
  if (!/^[0-9A-Fa-f]+$/.test(text) || (other === undefined && text.length < 60)) return undefined;
  const has = other === undefined ? `${text.length} digits` : `the length of ${other} checksum`;
  return `this has ${has}; \`sha256sum FILE\` prints the 64 digits of a SHA-256 one`;
}
