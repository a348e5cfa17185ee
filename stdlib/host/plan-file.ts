/** A bundled plan as a module: its definition, and the places in its sources. */
import { findSourceMap } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { isCallbackName, isSettingName } from "../../compiler/ir/index.ts";
import { isBashText } from "./bash-text.ts";
import { PlanError } from "./plan-error.ts";

/** What `definePlan` was given. */
export type PlanDefinition = Readonly<Record<string, unknown>>;

/** A place in a file of the plan. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** The sources of a bundle. */
export interface PlanSources {
  /** The bundle itself: what the module's stack frames name where it has no source map. */
  readonly bundle: string;
  /** The plan's own files, as the source map names them. */
  files(): ReadonlySet<string>;
  /** Where a property of the definition stands, as well as can be said. */
  placeOf(name: string): Place;
}

/**
 * Gives every file of the plan its own `import.meta`.
 *
 * @param folder The plan's folder, where this process sees it.
 */
export function provideImportMeta(folder: () => string): void {
  Reflect.set(globalThis, Symbol.for("habc.importMeta"), (path: string) => {
    const filename = join(folder(), path);
    return { url: pathToFileURL(filename).href, dirname: dirname(filename), filename };
  });
}

/**
 * Runs the top level of a bundle.
 *
 * @throws PlanError when the default export is no plan; whatever the plan throws.
 */
export async function importPlan(bundle: string): Promise<PlanDefinition> {
  const module: { default?: unknown } = await import(pathToFileURL(bundle).href);
  const plan = module.default;
  if (typeof plan !== "object" || plan === null || !(Symbol.for("habc.plan") in plan)) {
    throw new PlanError("the plan's default export is not what `definePlan` returns");
  }
  for (const [name, value] of Object.entries(plan)) {
    if (!isSettingName(name) && !isCallbackName(name)) {
      throw new PlanError(`\`${name}\` is neither a setting nor a callback`);
    }
    if (value === null) throw new PlanError(`\`${name}\` is null; leave it out instead`);
    if (!isSettingName(name) && !isCallbackBody(value)) {
      const what = inspect(value, { depth: 0 });
      throw new PlanError(`\`${name}\` must be a function or a text of bash, and is ${what}`);
    }
  }
  return plan as PlanDefinition;
}

function isCallbackBody(value: unknown): boolean {
  const isText = typeof value === "string" || isBashText(value);
  return value === undefined || typeof value === "function" || isText;
}

/**
 * @param bundle The bundle. Its source map is read when a place is asked for: Node.js knows it
 * once it has read the module.
 * @param code Its text.
 */
export function planSources(bundle: string, code: string): PlanSources {
  const sourceMap = () => findSourceMap(pathToFileURL(bundle).href);

  function files(): ReadonlySet<string> {
    const payload = sourceMap()?.payload as
      | { sources: string[]; ignoreList?: number[] }
      | undefined;
    const own = payload?.sources.filter((_, index) => !payload.ignoreList?.includes(index));
    return new Set(own?.map(pathOf));
  }

  function placeOf(name: string): Place {
    const found = [...code.matchAll(new RegExp(`(?<![\\w$.])${name}\\b\\s*[(:,]`, "g"))].at(-1);
    const before = code.slice(0, found?.index ?? 0).split("\n");
    const entry = sourceMap()?.findEntry(before.length - 1, before.at(-1)?.length ?? 0);
    if (entry === undefined || !("originalSource" in entry)) return { file: bundle, line: 1 };
    return { file: pathOf(entry.originalSource), line: entry.originalLine + 1 };
  }

  return { bundle, files, placeOf };
}

function pathOf(source: string): string {
  return source.startsWith("file:") ? fileURLToPath(source) : source;
}
