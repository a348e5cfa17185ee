/**
 * The file that tells editors the names of packages: it adds to the interfaces of
 * `stdlib/known-packages.ts`, by declaration merging.
 */

/** The name of the file, beside the tsconfig.json. */
export const packagesFileName = "habc-packages.d.ts";

/** Where names come from, in the order of the option's documentation. */
export const nameSources = ["plans", "needs", "lock", "harts", "store"] as const;

/** A place that knows names of packages. */
export type NameSource = (typeof nameSources)[number];

/**
 * The sources that are asked where none is named. What plans need from elsewhere may be misspelt
 * there: that is no source of the only names that are allowed.
 */
export function usualSources(closed: boolean): readonly NameSource[] {
  return nameSources.filter((source) => !closed || source !== "needs");
}

/** What a file is made of. The file says so itself: who makes it again need not. */
export interface PackagesFileOptions {
  readonly from: readonly NameSource[];
  /** Whether any other name is an error. */
  readonly closed: boolean;
}

/** The exports of packages, by `origin/name`. */
export type NamedExports = ReadonlyMap<string, ReadonlySet<string>>;

/** @returns The text of the file: the same for the same names, whatever their order is. */
export function packagesFile(names: NamedExports, options: PackagesFileOptions): string {
  const members = [...names.keys()].sort().map((name) => {
    const exports = [...(names.get(name) ?? [])].sort().map((each) => JSON.stringify(each));
    return `    ${JSON.stringify(name)}: { exports: ${exports.join(" | ") || "never"} };\n`;
  });
  const naming = options.closed ? "  interface PackageNaming {\n    onlyKnown: true;\n  }\n" : "";
  return `// The packages that dependencies can name. Do not edit: made by
// ${commandOf(options)}
export {};

declare module "habc" {
  interface KnownPackages {
${members.join("")}  }
${naming}}
`;
}

/** The command that makes a file. */
export function commandOf({ from, closed }: PackagesFileOptions): string {
  const given = nameSources.filter((source) => from.includes(source));
  const isUsual = given.join() === usualSources(closed).join();
  const sources = isUsual ? [] : given.map((source) => ` --from ${source}`);
  return `habc types${sources.join("")}${closed ? " --closed" : ""}`;
}

/** How a file says that it was made; undefined for a text that is no such file. */
export function optionsOf(text: string): PackagesFileOptions | undefined {
  const [, words] = /^\/\/ habc types((?: --(?:from [a-z]+|closed))*)$/m.exec(text) ?? [];
  if (words === undefined) return undefined;
  const closed = words.includes(" --closed");
  const named = nameSources.filter((source) => words.includes(` --from ${source}`));
  return { from: named.length === 0 ? usualSources(closed) : named, closed };
}

/** The names in a file. */
export function namesIn(text: string): string[] {
  return [...text.matchAll(/^ {4}"([^"]+)": \{/gm)].map(([, name = ""]) => name);
}
