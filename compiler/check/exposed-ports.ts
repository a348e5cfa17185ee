/** Finds the ports that a service exposes: `pkg_exposes` → `pkg_exports` → `default.toml`. */
import { parse, TomlError } from "smol-toml";
import { type Diagnostic, HabcError, type PlanIR, type Span } from "../ir/index.ts";

/** A `default.toml`, where the plan has one. */
export interface DefaultToml {
  readonly file: string;
  readonly text: string;
}

/**
 * @returns The ports, in the order of `pkg_exposes`.
 * @throws HabcError `exposes-unknown`, `exposes-port`, `default-toml-invalid`.
 */
export function exposedPorts(ir: Pick<PlanIR, "settings" | "spans">, toml?: DefaultToml): number[] {
  const { pkg_exposes: exposed = [], pkg_exports: exports = {} } = ir.settings;
  if (exposed.length === 0) return [];
  const spans = ir.spans.pkg_exposes ?? [];
  const paths = exposed.map((name) => {
    const path = exports[name];
    if (path !== undefined) return { name, path };
    const known = Object.keys(exports);
    throw new HabcError(
      "exposes-unknown",
      `pkg_exposes names ${name}, which pkg_exports does not have`,
      {
        hint:
          known.length === 0
            ? "pkg_exports is empty: add the key there"
            : `pkg_exports has ${known.join(", ")}`,
        spans,
      },
    );
  });
  const config = parseDefaultToml(toml);
  return paths.map(({ name, path }) => {
    const port = asPort(valueAt(config, path));
    if (port !== undefined) return port;
    throw new HabcError(
      "exposes-port",
      `pkg_exposes names ${name}, but ${path} in default.toml is ${shown(valueAt(config, path))}`,
      { hint: "expected a port: a number from 1 to 65535", spans },
    );
  });
}

/** What is wrong with the exposed ports, as data. */
export function checkExposedPorts(ir: PlanIR, toml?: DefaultToml): Diagnostic[] {
  try {
    if (toml !== undefined) parseDefaultToml(toml);
    if (ir.dynamic.pkg_exposes ?? ir.dynamic.pkg_exports) return [];
    exposedPorts(ir, toml);
    return [];
  } catch (error) {
    if (error instanceof HabcError) return [error.diagnostic];
    throw error;
  }
}

function parseDefaultToml(toml: DefaultToml | undefined): unknown {
  if (toml === undefined) return {};
  try {
    return parse(toml.text);
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
  return value === undefined ? "not there" : JSON.stringify(value);
}
