/**
 * The part of Habitat's template language that a hook of a package, rather than of a running
 * service, needs: `{{pkg.…}}`, `{{cfg.…}}` and `{{pkgPathFor "origin/name"}}`.
 *
 * Source: Habitat reference, "Plan helpers" and "Configuration templates". Blocks, other helpers
 * and values that are not there are for the supervisor: guessing could do harm here.
 */

/** What a template can name. */
export interface TemplateValues {
  readonly pkg: Readonly<Record<string, unknown>>;
  /** `default.toml`. */
  readonly cfg: Readonly<Record<string, unknown>>;
  /** The path of a dependency as packages see it; undefined where it is none. */
  readonly pathFor: (ident: string) => string | undefined;
}

/** A rendered text, or the first expression that is not understood. */
export type Rendered = { readonly text: string } | { readonly notUnderstood: string };

const expression = /\{\{\{?([\s\S]*?)\}?\}\}/g;
const pathHelper = /^pkgPathFor\s+"([^"]+)"$/;
const variable = /^(pkg|cfg)((?:\.[\w-]+)+)$/;

export function renderHook(template: string, values: TemplateValues): Rendered {
  let notUnderstood: string | undefined;
  const text = template.replace(expression, (whole, inner: string) => {
    const value = /^!/.test(inner) ? "" : expressionValue(inner.trim(), values);
    if (value === undefined) notUnderstood ??= whole;
    return value ?? whole;
  });
  return notUnderstood === undefined ? { text } : { notUnderstood };
}

function expressionValue(inner: string, values: TemplateValues): string | undefined {
  const ident = pathHelper.exec(inner)?.[1];
  if (ident !== undefined) return values.pathFor(ident);
  const [, root, path = ""] = variable.exec(inner) ?? [];
  if (root !== "pkg" && root !== "cfg") return undefined;
  let value: unknown = values[root];
  for (const key of path.slice(1).split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}
