/**
 * The table of helpers that templates in `hooks/` and `config/` may call.
 *
 * Source: the Habitat reference, "Helpers"; the supervisor's template engine, handlebars-rust 6,
 * for what it brings along.
 */

/** One helper of the template language. */
export interface TemplateHelperSpec {
  /** How it is called, without the braces. */
  readonly usage: string;
  /** What its block is about: the value itself, or each item of it in turn. */
  readonly scope?: "value" | "items";
  /** The least number of parameters. */
  readonly parameters: number;
}

export const templateHelpers = {
  if: { usage: "#if VALUE", parameters: 1 },
  unless: { usage: "#unless VALUE", parameters: 1 },
  each: { usage: "#each LIST", scope: "items", parameters: 1 },
  eachAlive: { usage: "#eachAlive MEMBERS", scope: "items", parameters: 1 },
  with: { usage: "#with VALUE", scope: "value", parameters: 1 },
  raw: { usage: "{{{{raw}}}}", parameters: 0 },
  lookup: { usage: "lookup VALUE KEY", parameters: 2 },
  log: { usage: "log TEXT…", parameters: 1 },
  eq: { usage: "eq A B", parameters: 2 },
  ne: { usage: "ne A B", parameters: 2 },
  gt: { usage: "gt A B", parameters: 2 },
  gte: { usage: "gte A B", parameters: 2 },
  lt: { usage: "lt A B", parameters: 2 },
  lte: { usage: "lte A B", parameters: 2 },
  and: { usage: "and A B…", parameters: 1 },
  or: { usage: "or A B…", parameters: 1 },
  not: { usage: "not A", parameters: 1 },
  len: { usage: "len VALUE", parameters: 1 },
  pkgPathFor: { usage: 'pkgPathFor "IDENT"', parameters: 1 },
  strConcat: { usage: "strConcat TEXT…", parameters: 0 },
  strJoin: { usage: "strJoin LIST SEPARATOR", parameters: 2 },
  strReplace: { usage: "strReplace TEXT OLD NEW", parameters: 3 },
  toUppercase: { usage: "toUppercase TEXT", parameters: 1 },
  toLowercase: { usage: "toLowercase TEXT", parameters: 1 },
  toJson: { usage: "toJson VALUE", parameters: 1 },
  toToml: { usage: "toToml VALUE", parameters: 1 },
  toYaml: { usage: "toYaml VALUE", parameters: 1 },
} as const satisfies Record<string, TemplateHelperSpec>;

/** The name of a helper of the template language. */
export type TemplateHelperName = keyof typeof templateHelpers;

/** What is known of a helper; undefined for a name that is none. */
export function templateHelper(name: string): TemplateHelperSpec | undefined {
  return Object.hasOwn(templateHelpers, name)
    ? templateHelpers[name as TemplateHelperName]
    : undefined;
}
