/** What a URI cannot hold, but URLs in use do. Source: RFC 3986, section 2. */
const foreign = /[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})/g;

/**
 * @returns The text as an absolute URI, with what needs it encoded; undefined where it is none.
 * @example
 * uriOf("https://example.org/a b|c.tar.gz"); // "https://example.org/a%20b%7Cc.tar.gz"
 */
export function uriOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const [, start = "", host = "", rest = ""] =
    /^(\w[\w+.-]*:)(\/\/[^/?#]*)?(.*)$/s.exec(new URL(text).href) ?? [];
  // After the first one, a number sign is a character like others.
  const [path = "", ...fragment] = rest.split("#");
  const whole = fragment.length === 0 ? path : `${path}#${fragment.join("%23")}`;
  const uri = `${start}${host}${whole.replace(foreign, encodeURIComponent)}`;
  return start === "" ? undefined : uri;
}

/** A path below an unknown folder as a `file:` URI. */
export function fileUri(path: string): string {
  return `file:${path.split("/").map(encodeURIComponent).join("/")}`;
}
