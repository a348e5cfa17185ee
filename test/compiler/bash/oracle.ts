import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileBashPlan } from "../../../compiler/bash/index.ts";
import { isHabcError, type SettingValue } from "../../../compiler/ir/index.ts";

/** What bash finds after it has sourced a plan: nothing where it does not load. */
export type Truth =
  | { readonly settings: Record<string, SettingValue>; readonly functions: string[] }
  | undefined;

const dump = fileURLToPath(new URL("./dump.bash", import.meta.url));

/** Variables that a build sets before it loads a plan. */
const given: ReadonlySet<string> = new Set(
  (
    "pkg_exports pkg_binds pkg_binds_optional pkg_deps pkg_build_deps pkg_bin_dirs pkg_lib_dirs pkg_include_dirs " +
    "pkg_exposes pkg_svc_user pkg_svc_path pkg_svc_config_path"
  ).split(" "),
);

/** A folder with plans, and with the files that they read. */
export class PlanFolder {
  readonly path = mkdtempSync(join(tmpdir(), "habc-bash-"));
  #count = 0;

  constructor(files: Readonly<Record<string, string>> = {}) {
    mkdirSync(join(this.path, ".git"));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(this.path, name, ".."), { recursive: true });
      writeFileSync(join(this.path, name), text);
    }
  }

  /** Writes a plan; the path of its file. */
  plan(text: string | Uint8Array): string {
    this.#count += 1;
    const file = join(this.path, `plan-${this.#count}.sh`);
    writeFileSync(file, text);
    return file;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  /** What bash says of each plan. */
  bash(files: readonly string[]): Truth[] {
    const result = spawnSync("bash", ["--noprofile", "--norc", dump, ...files], {
      cwd: this.path,
      env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C.UTF-8", HOME: "/home/author" },
      stdio: [
        "ignore",
        "ignore",
        "ignore",
        "ignore",
        "ignore",
        "ignore",
        "ignore",
        "ignore",
        "ignore",
        "pipe",
      ],
      maxBuffer: 1 << 28,
      timeout: 60_000,
    });
    const output = result.output[9];
    return parseDump(Buffer.from(output ?? "").toString("utf8"), files.length);
  }
}

function parseDump(text: string, count: number): Truth[] {
  const words = text.split("\0");
  const plans: Truth[] = [];
  let at = 0;
  let current: Exclude<Truth, undefined> | undefined;
  while (at < words.length) {
    const word = words[at];
    at += 1;
    if (word === "PLAN") {
      plans.push(undefined);
      current = undefined;
    } else if (word === "LOADED") {
      current = { settings: {}, functions: [] };
      plans[plans.length - 1] = current;
    } else if (word === "FUNCTION") {
      current?.functions.push(words[at] ?? "");
      at += 1;
    } else if (word === "VARIABLE") {
      const name = words[at] ?? "";
      const flags = words[at + 1] ?? "";
      const length = Number(words[at + 2]);
      const keys = words.slice(at + 3, at + 3 + length);
      const values = words.slice(at + 3 + length, at + 3 + 2 * length);
      at += 3 + 2 * length;
      if (current !== undefined) current.settings[name] = shaped(flags, keys, values);
    }
  }
  if (plans.length !== count)
    throw new Error(`bash answered for ${plans.length} of ${count} plans`);
  return plans;
}

function shaped(flags: string, keys: readonly string[], values: readonly string[]): SettingValue {
  if (flags.includes("A"))
    return Object.fromEntries(keys.map((key, at) => [key, values[at] ?? ""]));
  return flags.includes("a") ? [...values] : (values[0] ?? "");
}

/** What the static reading says, and where it is not what bash says: an empty list is right. */
export function disagreements(file: string, truth: Truth): string[] {
  let ir: ReturnType<typeof compileBashPlan>;
  try {
    ir = compileBashPlan({ file });
  } catch (thrown) {
    if (!isHabcError(thrown)) throw thrown;
    return truth === undefined ? [] : [`refused: ${thrown.message}`];
  }
  if (truth === undefined) return [];
  const found: string[] = [];
  const settings: Record<string, SettingValue | undefined> = ir.settings;
  for (const [name, value] of Object.entries(truth.settings)) {
    if (name in ir.dynamic || (given.has(name) && !(name in ir.spans))) continue;
    if (!same(settings[name], value)) {
      found.push(`${name}: bash ${JSON.stringify(value)}, habc ${JSON.stringify(settings[name])}`);
    }
  }
  for (const name of Object.keys(settings)) {
    if (!(name in truth.settings))
      found.push(`${name}: bash unset, habc ${JSON.stringify(settings[name])}`);
  }
  if (ir.diagnostics.some((one) => one.severity === "error"))
    found.push("loads, and is said not to");
  return found;
}

function same(a: SettingValue | undefined, b: SettingValue): boolean {
  if (a === undefined) return false;
  if (typeof a === "string" || Array.isArray(a) || typeof b === "string" || Array.isArray(b)) {
    return JSON.stringify(a) === JSON.stringify(b);
  }
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
