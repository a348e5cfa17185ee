/** What makes a package a service: something that runs, and what it tells other services. */
import { type Diagnostic, hookOfFile } from "../../ir/index.ts";
import { finding, type Rule, type RuleContext } from "../context.ts";
import { likelyName } from "../likely-name.ts";
import { makesServiceFiles } from "../makes-files.ts";
import { itemSpan, settingSpan } from "../setting-spans.ts";
import { parseToml } from "../toml.ts";

export const servicesRule: Rule = (context) => [
  ...withoutRun(context),
  ...withoutBinDirs(context),
  ...missingExports(context),
];

/** Settings that only a service has a use for. */
const serviceSettings = ["pkg_exposes", "pkg_exports", "pkg_binds", "pkg_binds_optional"] as const;

function withoutRun({ ir, folder }: RuleContext): Diagnostic[] {
  const { settings, dynamic, callbacks } = ir;
  const hooks = folder.hooks.map(({ name }) => hookOfFile(name));
  const mayRun =
    hooks.includes("run") ||
    settings.pkg_svc_run ||
    dynamic.pkg_svc_run !== undefined ||
    settings.pkg_scaffolding ||
    dynamic.pkg_scaffolding !== undefined ||
    settings.pkg_type === "composite" ||
    makesServiceFiles(ir) ||
    Object.hasOwn(callbacks, "do_build_service");
  if (mayRun) return [];
  const setting = serviceSettings.find((name) => Object.keys(settings[name] ?? {}).length > 0);
  const hook = hooks.findIndex((name) => !["install", "uninstall"].includes(name));
  if (setting === undefined && hook === -1) return [];
  const file = folder.hooks[hook]?.source.file;
  const start = { line: 1, column: 1 };
  return [
    finding("service-without-run", {
      message: `${setting ?? `hooks/${folder.hooks[hook]?.name}`} is for a service, and nothing starts one`,
      hint: "write hooks/run, or set pkg_svc_run",
      spans: [
        setting === undefined && file !== undefined
          ? { file, start, end: start }
          : settingSpan(ir, setting ?? "pkg_name"),
      ],
    }),
  ];
}

/** The program is looked for on `PATH`. */
function withoutBinDirs({ ir }: RuleContext): Diagnostic[] {
  const { settings, dynamic } = ir;
  const command = settings.pkg_svc_run?.trim().split(/\s+/)[0] ?? "";
  const has = [settings.pkg_bin_dirs, settings.pkg_deps].some((list) => (list ?? []).length > 0);
  const unknown = dynamic.pkg_bin_dirs ?? dynamic.pkg_deps ?? settings.pkg_scaffolding;
  if (!/^[\w.+-]+$/.test(command) || has || unknown) return [];
  return [
    finding("service-without-bin-dirs", {
      message: `pkg_svc_run starts ${command}, and no folder of the package is on PATH`,
      hint: "set pkg_bin_dirs, or name the program with its folder",
      spans: [settingSpan(ir, "pkg_svc_run")],
    }),
  ];
}

function missingExports(context: RuleContext): Diagnostic[] {
  const { ir, folder } = context;
  const exposed = ir.settings.pkg_exposes ?? [];
  if (folder.defaultToml === undefined && makesServiceFiles(ir)) return [];
  const defaults = folder.defaultToml === undefined ? {} : tableOf(folder.defaultToml.text);
  if (defaults === undefined) return [];
  return Object.entries(ir.settings.pkg_exports ?? {})
    .filter(([key, path]) => !exposed.includes(key) && path !== "" && !hasPath(defaults, path))
    .map(([key, path]) =>
      finding("export-missing", {
        message: `pkg_exports gives ${key} the path ${path}, which default.toml does not have`,
        hint: exportHint(path, defaults, folder.defaultToml === undefined),
        spans: [itemSpan(context, "pkg_exports", path)],
      }),
    );
}

/** What the author most likely meant by a path that is not there. */
function exportHint(path: string, defaults: object, isFileMissing: boolean): string {
  if (isFileMissing) return "there is no default.toml beside the plan";
  const bare = path.replace(/^cfg\.|,$/g, "");
  if (bare !== path && hasPath(defaults, bare)) return `write ${bare}`;
  const dot = path.lastIndexOf(".");
  const table = dot < 0 ? defaults : valueAt(defaults, path.slice(0, dot));
  const likely = likelyName(path.slice(dot + 1), Object.keys(table ?? {}));
  if (likely === undefined) return "add it to default.toml";
  return `did you mean ${path.slice(0, dot + 1)}${likely}?`;
}

/** The defaults; undefined where the file cannot be read, which is a finding of its own. */
function tableOf(text: string): object | undefined {
  try {
    return parseToml(text);
  } catch {
    return undefined;
  }
}

function hasPath(table: object, path: string): boolean {
  return valueAt(table, path) !== undefined;
}

/** What a dotted path leads to. */
function valueAt(table: object, path: string): unknown {
  let value: unknown = table;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
