/**
 * Which files become part of a plan when it is bundled: also those that only its callbacks import,
 * which reading the plan never comes to.
 */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import type { Program } from "oxc-parser";
import { NotParsed, type ParsedFile, parseFile } from "./parse.ts";
import { isFileSpecifier, resolveFile } from "./resolve.ts";
import { usedNames } from "./usage.ts";

const scripts = new Set([".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx"]);

/**
 * @param plan The plan file.
 * @returns Absolute paths. An npm package is there by its package.json.
 */
export function importedFiles(plan: ParsedFile, sourceTree: string): Set<string> {
  const found = new Set<string>();
  const pending = [plan];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    for (const specifier of requests(file.program)) {
      const path = isFileSpecifier(specifier)
        ? resolveFile(specifier, file.source.file, sourceTree)
        : packageFile(specifier, file.source.file);
      if (path === undefined || found.has(path)) continue;
      found.add(path);
      const next = isFileSpecifier(specifier) ? parsed(path) : undefined;
      if (next !== undefined) pending.push(next);
    }
  }
  return found;
}

/** What esbuild follows in a file. */
function requests(program: Program): string[] {
  const used = usedNames(program);
  const declared = program.body.flatMap((node): string[] => {
    if (node.type === "ImportDeclaration") {
      const isBare = node.specifiers.length === 0;
      const isUsed = node.specifiers.some(({ local }) => used.has(local.name));
      return node.importKind !== "type" && (isBare || isUsed) ? [node.source.value] : [];
    }
    const isExport = node.type === "ExportAllDeclaration" || node.type === "ExportNamedDeclaration";
    if (!isExport || node.exportKind === "type" || node.source === null) return [];
    return [node.source.value];
  });
  return [...declared, ...calls(program)];
}

/** `import("…")` and `require("…")`, wherever they stand. */
function calls(program: Program): string[] {
  const found: string[] = [];
  const pending: unknown[] = [program];
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    if (typeof item !== "object" || item === null) continue;
    const named = requested(item as Readonly<Record<string, unknown>>) as
      | { value?: unknown }
      | undefined;
    if (typeof named?.value === "string") found.push(named.value);
    pending.push(...Object.values(item).filter((each) => each !== undefined));
  }
  return found;
}

function requested(node: Readonly<Record<string, unknown>>): unknown {
  if (node["type"] === "ImportExpression") return node["source"];
  const callee = node["callee"] as { name?: unknown } | null | undefined;
  const isRequire = node["type"] === "CallExpression" && callee?.name === "require";
  return isRequire ? (node["arguments"] as unknown[])[0] : undefined;
}

function parsed(file: string): ParsedFile | undefined {
  if (!scripts.has(extname(file))) return undefined;
  try {
    return parseFile({ file, text: readFileSync(file, "utf8") });
  } catch (error) {
    // That it cannot be read is told where it is imported.
    if (error instanceof NotParsed) return undefined;
    throw error;
  }
}

/** The package.json of an npm package, as Node.js finds it. */
function packageFile(specifier: string, importer: string): string | undefined {
  const [name] = /^(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? [];
  if (name === undefined || specifier.startsWith("node:") || specifier === "habc") return undefined;
  for (let folder = dirname(importer); ; folder = dirname(folder)) {
    const file = join(folder, "node_modules", name, "package.json");
    if (existsSync(file)) return realpathSync(file);
    if (folder === dirname(folder)) return undefined;
  }
}
