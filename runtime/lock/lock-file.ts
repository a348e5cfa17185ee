/**
 * The lock file: the exact release of every package that the plans of a tree need from outside it.
 *
 * TOML, one block for each package in the order of the identifiers, so that a change of one is a
 * change of few lines.
 */
import { parse, TomlError } from "smol-toml";
import { HabcError } from "../../compiler/ir/index.ts";
import { isFullIdent, tryParseIdent } from "../store/ident.ts";

/** The name of the file, in the folder of the tree. */
export const lockFileName = "habc.lock";

const version = 1;

/** One release. */
export interface LockedPackage {
  /** `origin/name/version/release`. */
  readonly ident: string;
  readonly target: string;
  /** The identifiers in plans that came to it; none for one that others run with. Sorted. */
  readonly wanted: readonly string[];
  /** BLAKE2b of its `FILES`; absent where it has none. */
  readonly files?: string;
  /** BLAKE2b of its `.hart`, where that was at hand. */
  readonly hart?: string;
  /** It only leads to programs of the host. */
  readonly standIn?: boolean;
}

const head = `# The packages that the plans here need from outside: made by \`habc lock\`, changed by
# \`habc lock --update\`, used by \`habc build --locked\`.
version = ${version}
`;

/** @returns The text of a lock file: the same for the same packages, whatever their order is. */
export function renderLock(packages: readonly LockedPackage[]): string {
  const sorted = [...packages].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const blocks = sorted.map(({ ident, target, wanted, files, hart, standIn }) => {
    const lines = [
      "",
      "[[package]]",
      `ident = ${JSON.stringify(ident)}`,
      `target = ${JSON.stringify(target)}`,
      ...(wanted.length === 0 ? [] : [`wanted = [${[...wanted].sort().map(quoted).join(", ")}]`]),
      ...(files === undefined ? [] : [`files = ${JSON.stringify(files)}`]),
      ...(hart === undefined ? [] : [`hart = ${JSON.stringify(hart)}`]),
      ...(standIn ? ["stand-in = true"] : []),
    ];
    return `${lines.join("\n")}\n`;
  });
  return `${head}${blocks.join("")}`;
}

function keyOf({ target, ident }: LockedPackage): string {
  return `${target} ${ident}`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

/**
 * @param file Its path, for messages.
 * @throws HabcError `lock-invalid`.
 */
export function parseLock(text: string, file: string): LockedPackage[] {
  const refuse = (what: string, cause?: unknown) =>
    new HabcError("lock-invalid", `${file}: ${what}`, {
      hint: "mend it, or remove it and make it anew with `habc lock`",
      cause,
    });
  const table = tableOf(text, refuse);
  if (table["version"] !== version) {
    throw refuse(`its version is ${String(table["version"])}, and this habc knows ${version}`);
  }
  const packages = table["package"] ?? [];
  if (!Array.isArray(packages)) throw refuse("`package` is no list of tables");
  const seen = new Set<string>();
  return packages.map((value: unknown, at) => {
    const read = packageOf(value);
    if (read === undefined) throw refuse(`package ${at + 1} is not what a lock file holds`);
    if (seen.has(keyOf(read))) throw refuse(`${read.ident} is there twice`);
    seen.add(keyOf(read));
    return read;
  });
}

function tableOf(text: string, refuse: (what: string, cause: unknown) => HabcError) {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw refuse(`it is not valid TOML (line ${error.line})`, error);
  }
}

function packageOf(value: unknown): LockedPackage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { ident, target, wanted = [], files, hart, ...rest } = value as Record<string, unknown>;
  const standIn = rest["stand-in"] === true;
  if (typeof ident !== "string" || typeof target !== "string") return undefined;
  const parsed = tryParseIdent(ident);
  if (parsed === undefined || !isFullIdent(parsed)) return undefined;
  const isIdent = (text: unknown): text is string =>
    typeof text === "string" && tryParseIdent(text) !== undefined;
  if (!Array.isArray(wanted) || !wanted.every(isIdent)) return undefined;
  const sums = Object.entries({ files, hart }).filter(([, sum]) => sum !== undefined);
  if (!sums.every(([, sum]) => typeof sum === "string" && /^[0-9a-f]{64}$/.test(sum))) {
    return undefined;
  }
  return { ident, target, wanted, ...Object.fromEntries(sums), ...(standIn ? { standIn } : {}) };
}
