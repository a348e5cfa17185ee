/** Finds the ports that a service exposes: `pkg_exposes` → `pkg_exports` → `default.toml`. */
import { TomlError } from "smol-toml";
import { type Diagnostic, HabcError, isHabcError, type PlanIR, type Span } from "../ir/index.ts";
import { makesServiceFiles } from "./makes-files.ts";
import { type Places, wholeSetting } from "./places.ts";
import { parseToml } from "./toml.ts";

/** A `default.toml`, where the plan has one. */
export interface DefaultToml {
  readonly file: string;
  readonly text: string;
}

/**
 * @returns The ports, in the order of `pkg_exposes`.
 * @throws HabcError `exposes-unknown`, `exposes-port`, `default-toml-invalid`; the further ones
 *   among its `others`.
 */
export function exposedPorts(
  ir: Pick<PlanIR, "settings" | "spans">,
  toml?: DefaultToml,
  places: Places = wholeSetting(ir),
): number[] {
  const exposed = ir.settings.pkg_exposes ?? [];
  if (exposed.length === 0) return [];
  const config = parseDefaultToml(toml);
  const ports: number[] = [];
  const errors: HabcError[] = [];
  for (const name of exposed) {
    const found = portOf(name, { ir, config, places });
    if (typeof found === "number") ports.push(found);
    else errors.push(found);
  }
  const [first, ...others] = errors.map(({ diagnostic }) => diagnostic);
  if (first === undefined) return ports;
  throw new HabcError(first.code, first.message, { ...first, others });
}

/** What is wrong with the exposed ports, as data. */
export function checkExposedPorts(
  ir: PlanIR,
  toml?: DefaultToml,
  places?: Places,
): readonly Diagnostic[] {
  try {
    if (toml !== undefined) parseDefaultToml(toml);
    if (ir.dynamic.pkg_exposes ?? ir.dynamic.pkg_exports) return [];
    exposedPorts(ir, toml, places);
    return [];
  } catch (error) {
    if (!isHabcError(error)) throw error;
    const found = [error.diagnostic, ...error.others];
    // A port that is not there yet may be in the default.toml that the plan makes.
    const isMadeLater = toml === undefined && makesServiceFiles(ir);
    return isMadeLater ? found.filter(({ code }) => code !== "exposes-port") : found;
  }
}

interface Exposure {
  readonly ir: Pick<PlanIR, "settings">;
  readonly config: unknown;
  readonly places: Places;
}

/** The port of one export, or why there is none. */
function portOf(name: string, { ir, config, places }: Exposure): number | HabcError {
  const exports = ir.settings.pkg_exports ?? {};
  const spans = places("pkg_exposes", name);
  const path = Object.hasOwn(exports, name) ? exports[name] : undefined;
  if (path === undefined) {
    const known = Object.keys(exports);
    const hint =
      known.length === 0
        ? "pkg_exports is empty: add the key there"
        : `pkg_exports has ${known.join(", ")}`;
    const message = `pkg_exposes names ${name}, which pkg_exports does not have`;
    return new HabcError("exposes-unknown", message, { hint, spans });
  }
  const value = valueAt(config, path);
  const message = `pkg_exposes names ${name}, but ${path} in default.toml is ${shown(value)}`;
  const hint = "expected a port: a number from 1 to 65535";
  return asPort(value) ?? new HabcError("exposes-port", message, { hint, spans });
}

function parseDefaultToml(toml: DefaultToml | undefined): unknown {
  if (toml === undefined) return {};
  try {
    return parseToml(toml.text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [what = "it cannot be read"] = error.message
      .replace(/^Invalid TOML document: /, "")
      .split("\n");
    throw new HabcError("default-toml-invalid", `${toml.file} is not valid TOML: ${what}`, {
      spans: [spanAt(toml.file, error)],
    });
  }
}

function spanAt(file: string, { line, column }: TomlError): Span {
  return { file, start: { line, column }, end: { line, column: column + 1 } };
}

/** Follows a dotted path, as `pkg_exports` gives it. */
function valueAt(config: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, key) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      config,
    );
}

/** Ports are numbers, and in old plans also numbers in quotes. */
function asPort(value: unknown): number | undefined {
  const port = typeof value === "string" && /^[0-9]+$/.test(value) ? Number(value) : value;
  return typeof port === "number" && Number.isInteger(port) && port >= 1 && port <= 65535
    ? port
    : undefined;
}

function shown(value: unknown): string {
  if (value === undefined) return "not there";
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}
