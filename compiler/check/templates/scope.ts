/** Looking up the paths of a template in the blocks around them. */
import type { Severity } from "../../ir/index.ts";
import { templateRoots } from "../../ir/template-context.ts";
import type { Path } from "../../template/index.ts";
import { any, type MissingCode, type Shape } from "./shape.ts";

/** What a path leads to, and its name from the root of the data. */
export interface Found {
  readonly shape: Shape;
  /** Undefined where it cannot be named: below an item of a list. */
  readonly name: string | undefined;
}

/** One block that has a value of its own, the innermost first. The last one is the data itself. */
export interface Scope {
  readonly value: Found;
  readonly params: ReadonlyMap<string, Found>;
}

/** Why a path leads nowhere. */
export interface Missing {
  readonly code: MissingCode | "template-scope";
  /** Which segment there is not, and its name. */
  readonly at: number;
  readonly key: string;
  /** The name of the whole path from the root, as far as it can be said. */
  readonly name: string;
  /** The names that there are instead. */
  readonly known: readonly string[];
  readonly severity: Severity | undefined;
  /** How many blocks lie between the path and the data itself. */
  readonly depth: number;
}

/** @returns What is there, or why nothing is. */
export function lookUp(path: Path, scopes: readonly Scope[]): Found | Missing {
  if (path.local) return { shape: any, name: undefined };
  const [first] = path.segments;
  const inner = scopes[0];
  const root = scopes.at(-1);
  if (inner === undefined || root === undefined) return { shape: any, name: undefined };
  if (path.root) return follow(path, root.value, { from: 0, depth: 0 });
  if (path.up > 0) {
    // The engine takes the innermost block where there are not as many.
    const outer = scopes[path.up] ?? inner;
    return follow(path, outer.value, { from: 0, depth: 0 });
  }
  const param = first === undefined ? undefined : paramOf(scopes, first.name);
  if (param !== undefined) return follow(path, param, { from: 1, depth: 0 });
  const depth = scopes.length - 1;
  const found = follow(path, inner.value, { from: 0, depth });
  if (!isMissing(found) || depth === 0 || found.at === 0) return found;
  // What is there from the root, and not here, was meant from the root.
  const outside = follow(path, root.value, { from: 0, depth: 0 });
  return isMissing(outside) ? found : { ...found, code: "template-scope", severity: undefined };
}

export function isMissing(found: Found | Missing): found is Missing {
  return "code" in found;
}

function paramOf(scopes: readonly Scope[], name: string): Found | undefined {
  for (const { params } of scopes) {
    const found = params.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function follow(
  { segments }: Path,
  start: Found,
  { from, depth }: { readonly from: number; readonly depth: number },
): Found | Missing {
  let { shape, name } = start;
  for (const [at, { name: key }] of segments.entries()) {
    if (at < from) continue;
    if (shape.kind === "any") return { shape: any, name: undefined };
    const next = step(shape, key);
    if (next === undefined) {
      const rest = segments.slice(at).map((segment) => segment.name);
      return {
        code: isOutside(key, at, depth) ? "template-scope" : shape.code,
        at,
        key,
        name: [...(name ? [name] : []), ...rest].join("."),
        known: shape.kind === "table" ? [...shape.fields.keys()] : [],
        severity: shape.kind === "table" ? shape.severity : undefined,
        depth,
      };
    }
    name = name === undefined ? undefined : [...(name === "" ? [] : [name]), key].join(".");
    shape = next;
  }
  return { shape, name };
}

/** A path that begins as one from the root does, inside a block that has no such field. */
function isOutside(key: string, at: number, depth: number): boolean {
  return at === 0 && depth > 0 && (templateRoots as readonly string[]).includes(key);
}

function step(shape: Exclude<Shape, { kind: "any" }>, key: string): Shape | undefined {
  if (shape.kind === "table") return shape.fields.get(key);
  return shape.kind === "list" && /^[0-9]+$/.test(key) ? shape.item : undefined;
}
