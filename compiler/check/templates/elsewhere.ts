/** Where the configuration has something that a template looks for at another place. */
import type { Shape } from "./shape.ts";

/**
 * @param data The root of a template's data.
 * @param path What the template asks for, from that root: `cfg.threshold`, or `threshold` alone.
 * @returns The one path of `cfg` that ends like it, such as `cfg.replication.threshold`; undefined
 *   where there is none, or more than one.
 */
export function elsewhere(data: Shape, path: string): string | undefined {
  const cfg = data.kind === "table" ? data.fields.get("cfg") : undefined;
  if (cfg === undefined) return undefined;
  const wanted = path.replace(/^cfg\./, "");
  const found = pathsOf(cfg, "cfg").filter((each) => each.endsWith(`.${wanted}`));
  return found.length === 1 ? found[0] : undefined;
}

function pathsOf(shape: Shape, name: string): string[] {
  if (shape.kind !== "table") return [name];
  return [...shape.fields].flatMap(([key, field]) => pathsOf(field, `${name}.${key}`));
}

/** Whether `default.toml` has a key in a comment: it is known, and has no default for a reason. */
export function isCommentedOut(toml: string, key: string): boolean {
  return toml
    .split("\n")
    .some((line) => /^\s*#+\s*(.*?)\s*=/.exec(line)?.[1]?.replace(/^["']|["']$/g, "") === key);
}
