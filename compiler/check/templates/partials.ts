/**
 * Partials: the files of `config/` can take each other in, by their paths there.
 *
 * Source: the supervisor's source, which registers each of them by that name; hooks are rendered
 * one by one and have none.
 */
import { TemplateSyntaxError } from "../../template/index.ts";
import type { PlanFolder, TemplateFile } from "../folder.ts";
import { any } from "./shape.ts";
import { walkTemplate } from "./walk.ts";

const nothing = () => {};

/** The names of the partials that a template takes in. */
export function partialsOf({ template }: TemplateFile): string[] {
  if (template instanceof TemplateSyntaxError) return [];
  const names: string[] = [];
  walkTemplate(template, any, {
    missing: nothing,
    unknownHelper: nothing,
    helper: nothing,
    partial: (_, name) => {
      if (name !== undefined) names.push(name);
    },
  });
  return names;
}

/** Whether a template can take in a partial of this name. */
export function canTakeIn({ templates }: PlanFolder, file: TemplateFile, name: string): boolean {
  return (
    file.name !== undefined &&
    templates.some((other) => other.name === name && other.when === file.when)
  );
}
