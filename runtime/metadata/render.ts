/** Renders the metadata files of a package from their table. */
import {
  type BuildFact,
  HabcError,
  type MetadataFileName,
  type MetadataFileSpec,
  metadataFiles,
  type Settings,
} from "../../compiler/ir/index.ts";

/** The value of a fact: a text, items, or pairs in order. */
export type FactValue = string | readonly string[] | ReadonlyMap<string, string>;

/** Everything that metadata is rendered from. */
export interface MetadataSource {
  /** The package's path inside: `/hab/pkgs/o/n/v/r`. */
  readonly prefix: string;
  readonly settings: Settings;
  readonly facts: Readonly<Record<BuildFact, FactValue>>;
  readonly kind: "standard" | "service" | "composite";
}

/**
 * @returns The texts of the files that the package has, each ending in a newline.
 * @throws HabcError `metadata-invalid` where a value does not fit into its file.
 */
export function renderMetadata(source: MetadataSource): Map<MetadataFileName, string> {
  const texts = new Map<MetadataFileName, string>();
  for (const [name, spec] of Object.entries(metadataFiles) as [
    MetadataFileName,
    MetadataFileSpec,
  ][]) {
    if (!isWritten(spec, source.kind)) continue;
    const text = renderOne(name, spec, source);
    if (text !== "") texts.set(name, `${text}\n`);
  }
  return texts;
}

function isWritten(spec: MetadataFileSpec, kind: MetadataSource["kind"]): boolean {
  if (spec.only === "all") return true;
  if (spec.only === undefined) return kind !== "composite";
  return spec.only === kind;
}

function renderOne(name: string, spec: MetadataFileSpec, source: MetadataSource): string {
  const value = "setting" in spec ? (source.settings[spec.setting] ?? "") : source.facts[spec.fact];
  switch (spec.as) {
    case "paths":
      return items(value)
        .map((item) => `${source.prefix}/${item}`)
        .join(spec.join);
    case "options":
      return items(value)
        .map((item) => `${spec.option}${source.prefix}/${item}`)
        .join(" ");
    case "text": {
      const list = items(value);
      return (spec.sorted ? list.toSorted() : list).join(spec.join ?? "");
    }
    case "pairs":
      return [...pairs(value)]
        .map(([key, text]) => `${key}=${oneLine(name, key, text)}`)
        .join("\n");
  }
}

function items(value: FactValue | Readonly<Record<string, string>>): readonly string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  return Array.isArray(value) ? value : [];
}

function pairs(value: FactValue | Readonly<Record<string, string>>): Iterable<[string, string]> {
  if (value instanceof Map) return value;
  return typeof value === "object" && !Array.isArray(value) ? Object.entries(value) : [];
}

/** Readers split these files at line ends, and Habitat's ends with a panic on what is left. */
function oneLine(file: string, key: string, text: string): string {
  if (!text.includes("\n")) return text;
  throw new HabcError("metadata-invalid", `the value of ${key} in ${file} has a line break`, {
    hint: "give it on one line",
  });
}
