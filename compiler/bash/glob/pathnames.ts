import { type Unknown, unknown } from "../cause.ts";
import { listFolder, lookUp } from "../files/files.ts";
import type { Shell } from "../shell.ts";
import { type Field, fieldText, type Piece } from "../words/pieces.ts";
import { matches } from "./match.ts";
import { compilePattern, type Pattern } from "./pattern.ts";
import { signsOf } from "./signs.ts";

/**
 * Pathname expansion of one field: the names that it matches in byte order, or the field's own
 * text where it has no pattern or matches nothing.
 */
export function expandPathnames(shell: Shell, field: Field): readonly string[] | Unknown {
  const { options } = shell.state;
  const text = fieldText(field);
  if (options.has("noglob")) return [text];
  const extended = options.has("extglob");
  if (!hasPattern(field, extended)) return [text];
  if (options.has("globstar") || options.has("failglob") || options.has("nocaseglob")) {
    return unknown({ reason: `expands \`${text}\` under options of \`shopt\``, span: shell.here });
  }
  const absolute = text.startsWith("/");
  let found: string[] = [absolute ? "/" : ""];
  for (const component of components(field)) {
    const next = extend(shell, found, component, extended);
    if ("cause" in next) return next;
    found = next;
  }
  if (found.length === 0) return options.has("nullglob") ? [] : [text];
  return found.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** Whether unquoted characters of a field make it a pattern: a bracket alone does not. */
function hasPattern(field: Field, extended: boolean): boolean {
  const open = field.map(({ text, quoted }) => (quoted ? "\0" : text)).join("");
  return /[*?]|\[[^/]*\]/.test(open) || (extended && /[+@!]\(/.test(open));
}

/** The parts of a path, each with the slashes after it. */
function components(field: Field): { pieces: Piece[]; slashes: string }[] {
  const list: { pieces: Piece[]; slashes: string }[] = [];
  let current: { pieces: Piece[]; slashes: string } = { pieces: [], slashes: "" };
  for (const { text, quoted } of field) {
    for (const part of text.split(/(\/+)/)) {
      if (part.startsWith("/")) current.slashes += part;
      else if (part !== "") {
        if (current.slashes !== "") {
          list.push(current);
          current = { pieces: [], slashes: "" };
        }
        current.pieces.push({ text: part, quoted });
      }
    }
  }
  list.push(current);
  return list.filter((one) => one.pieces.length > 0);
}

function extend(
  shell: Shell,
  bases: readonly string[],
  component: { pieces: readonly Piece[]; slashes: string },
  extended: boolean,
): string[] | Unknown {
  const result: string[] = [];
  const pattern = compilePattern(component.pieces, extended);
  const plain = pattern.elements.every((element) => element.kind === "character");
  for (const base of bases) {
    const names = plain
      ? plainName(shell, base, pattern)
      : matching(shell, base, pattern, component.pieces);
    if ("cause" in names) return names;
    for (const name of names) {
      if (component.slashes !== "") {
        const found = lookUp(shell, `${base}${name}`);
        if ("cause" in found) return found;
        if (found.kind === "missing" || !found.stats.isDirectory()) continue;
      }
      result.push(`${base}${name}${component.slashes}`);
    }
  }
  return result;
}

function plainName(shell: Shell, base: string, pattern: Pattern): readonly string[] | Unknown {
  const name = pattern.elements
    .map((one) => (one.kind === "character" ? one.character : ""))
    .join("");
  const found = lookUp(shell, `${base}${name}`);
  if ("cause" in found) return found;
  return found.kind === "missing" ? [] : [name];
}

function matching(
  shell: Shell,
  base: string,
  pattern: Pattern,
  pieces: readonly Piece[],
): readonly string[] | Unknown {
  const names = listFolder(shell, base === "" ? "." : base);
  if ("cause" in names) return names;
  const hidden = shell.state.options.has("dotglob") || signsOf(pieces)[0]?.character === ".";
  return names.filter((name) => (hidden || !name.startsWith(".")) && matches(shell, pattern, name));
}
