/** The files beside a plan that become part of its package. */
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { SourceText } from "../bash/text/source-text.ts";
import { seenAt } from "../source/look.ts";
import { parseTemplate, type Template, TemplateSyntaxError } from "../template/index.ts";
import type { TextFiles } from "./plan-text.ts";

/** A file that is rendered before it is used. */
export interface TemplateFile {
  readonly source: SourceText;
  /** Its path below `config/` or `config_install/`, by which others there take it in; none for a hook. */
  readonly name: string | undefined;
  /** `install`: rendered when the package is installed, when there is no service around it. */
  readonly when: "install" | "service";
  /** What it says, or why it is no template. */
  readonly template: Template | TemplateSyntaxError;
}

/** The folder of a plan. */
export interface PlanFolder {
  /** The files of `hooks/`, by name. */
  readonly hooks: readonly { readonly name: string; readonly source: SourceText }[];
  /** Hooks and configuration, whatever of them can be read. */
  readonly templates: readonly TemplateFile[];
  readonly defaultToml: SourceText | undefined;
  /** There is a `plan.ps1` too, whose hooks have no first line with an interpreter. */
  readonly isForWindowsToo: boolean;
}

/** What `do_default_build_config` leaves out of `config/`. Source: plan-build. */
const leftOut = /\.sw.$|~$|\.bak$/;

/** Larger files are data, and no templates that somebody wrote. */
const largest = 1 << 20;

/** @param context The folder that holds the plan. */
export function openFolder(context: string, files: TextFiles): PlanFolder {
  const listed = entriesOf(context);
  const has = (name: string) => listed.includes(name);
  const hooks = (has("hooks") ? filesBelow(join(context, "hooks"), false) : [])
    .map((file) => ({ name: file.slice(file.lastIndexOf("/") + 1), source: files.read(file) }))
    .flatMap(({ name, source }) => (source === undefined ? [] : [{ name, source }]));
  const config = (folder: "config" | "config_install") =>
    (has(folder) ? filesBelow(join(context, folder), true) : [])
      .filter((file) => !leftOut.test(file))
      .flatMap((file) => files.read(file) ?? []);
  const rendered = (
    sources: readonly SourceText[],
    { when, below }: { readonly when: TemplateFile["when"]; readonly below?: string },
  ) =>
    sources.map((source) => {
      const name = below && relative(join(context, below), source.file);
      return { source, name, when, template: templateOf(source.text) };
    });
  const atInstall = hooks.filter(({ name }) => /^(un)?install(\.[^.]*)?$/.test(name));
  return {
    hooks,
    templates: [
      ...rendered(config("config"), { when: "service", below: "config" }),
      ...rendered(config("config_install"), { when: "install", below: "config_install" }),
      ...rendered(sourcesOf(hooks.filter((hook) => !atInstall.includes(hook))), {
        when: "service",
      }),
      ...rendered(sourcesOf(atInstall), { when: "install" }),
    ],
    defaultToml: has("default.toml") ? files.read(join(context, "default.toml")) : undefined,
    isForWindowsToo: has("plan.ps1"),
  };
}

function sourcesOf(hooks: PlanFolder["hooks"]): SourceText[] {
  return hooks.map(({ source }) => source);
}

function templateOf(text: string): Template | TemplateSyntaxError {
  try {
    return parseTemplate(text);
  } catch (thrown) {
    if (thrown instanceof TemplateSyntaxError) return thrown;
    throw thrown;
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Regular files, sorted; hidden ones, and what is larger than any template, do not count. */
function filesBelow(folder: string, deep: boolean): string[] {
  return entriesOf(folder)
    .filter((name) => !name.startsWith("."))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const found = seenAt(path);
      if (found?.isDirectory()) return deep ? filesBelow(path, true) : [];
      return found?.isFile() && found.size <= largest ? [path] : [];
    });
}
