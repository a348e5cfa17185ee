/** The templates in `hooks/`, `config/` and `config_install/`. */
import type { SourceText } from "../../bash/text/source-text.ts";
import {
  type Diagnostic,
  type TemplateHelperName,
  templateHelper,
  templateHelpers,
} from "../../ir/index.ts";
import { type Call, type Template, TemplateSyntaxError } from "../../template/index.ts";
import { finding, type Rule, type RuleContext } from "../context.ts";
import type { TemplateFile } from "../folder.ts";
import { likelyName } from "../likely-name.ts";
import { templateData } from "../templates/data.ts";
import { canTakeIn, partialsOf } from "../templates/partials.ts";
import type { Shape } from "../templates/shape.ts";
import { type MissingPlace, nameOf, walkTemplate } from "../templates/walk.ts";
import { judgePackagePath } from "./template-dependencies.ts";
import { missingPath } from "./template-paths.ts";
import { rangeSpan } from "./template-span.ts";

export const templatesRule: Rule = (context) => {
  const { templates } = context.folder;
  if (templates.length === 0) return [];
  const takenIn = new Set(templates.flatMap(partialsOf));
  const data = {
    service: templateData(context, "service"),
    install: templateData(context, "install"),
  };
  return templates.flatMap((file) => {
    const { template, source } = file;
    if (template instanceof TemplateSyntaxError) return [syntaxFinding(template, source)];
    const indices = template.oldIndices.map((offset) => indexFinding(offset, source));
    const isPartial = file.name !== undefined && takenIn.has(file.name);
    return [...indices, ...judge(context, { file, template, isPartial, data: data[file.when] })];
  });
};

function syntaxFinding(
  { message, range, hint }: TemplateSyntaxError,
  source: SourceText,
): Diagnostic {
  return finding("template-syntax", {
    message,
    ...(hint === undefined ? {} : { hint }),
    spans: [rangeSpan(source, range)],
  });
}

function indexFinding(offset: number, source: SourceText): Diagnostic {
  const end = source.text.indexOf("]", offset) + 1;
  const index = source.text.slice(offset, end);
  const at = rangeSpan(source, { start: offset, end: offset });
  return finding("template-index", {
    message: `${index} follows a name without a dot`,
    hint: `write .${index}`,
    spans: [rangeSpan(source, { start: offset, end })],
    fixes: [{ title: "write the dot", edits: [{ span: at, text: "." }] }],
  });
}

interface Judged {
  readonly file: TemplateFile;
  readonly template: Template;
  /** Another template takes it in, with data of its own. */
  readonly isPartial: boolean;
  readonly data: Shape;
}

function judge(context: RuleContext, { file, template, isPartial, data }: Judged): Diagnostic[] {
  const { source } = file;
  const found: Diagnostic[] = [];
  const missing: MissingPlace[] = [];
  walkTemplate(template, data, {
    missing: (place) => {
      if (!isPartial || place.missing.at > 0) missing.push(place);
    },
    unknownHelper: (call, isBlock) => found.push(helperFinding(call, isBlock, source)),
    helper: (call) => {
      found.push(...tooFew(call, source), ...judgePackagePath(context, call, source));
    },
    partial: ({ start, end }, name) => {
      if (name !== undefined && canTakeIn(context.folder, file, name)) return;
      const span = rangeSpan(source, { start, end: Math.min(end, start + 40) });
      found.push(partialFinding(file, name, span));
    },
  });
  const toml = context.folder.defaultToml?.text ?? "";
  return [...found, ...missingPath(missing, { source, data, toml })];
}

function partialFinding(
  file: TemplateFile,
  name: string | undefined,
  span: Diagnostic["spans"][number],
): Diagnostic {
  return finding("template-helper-unknown", {
    message: name === undefined ? "a partial needs a name" : `there is no partial ${name}`,
    hint:
      file.name === undefined
        ? "hooks have none: write the text here"
        : "the other files of the folder are its partials, by their paths",
    spans: [span],
  });
}

const helperNames = Object.keys(templateHelpers) as TemplateHelperName[];

function helperFinding(call: Call, isBlock: boolean, source: SourceText): Diagnostic {
  const name = source.text.slice(call.name.start, call.name.end);
  const likely = likelyHelper(name);
  return finding("template-helper-unknown", {
    message: `there is no helper ${name}`,
    hint:
      likely !== undefined
        ? `did you mean ${likely}?`
        : isBlock
          ? `a section needs a helper: #if ${name}, #each ${name} or #with ${name}`
          : `helpers are ${helperNames.join(", ")}`,
    spans: [rangeSpan(source, call.name)],
  });
}

function likelyHelper(name: string): string | undefined {
  const same = helperNames.find((known) => known.toLowerCase() === name.toLowerCase());
  return same ?? likelyName(name, helperNames);
}

function tooFew(call: Call, source: SourceText): Diagnostic[] {
  const name = nameOf(call) ?? "";
  const spec = templateHelper(name);
  if (spec === undefined || call.args.length >= spec.parameters) return [];
  const needed = spec.parameters === 1 ? "a parameter" : `${spec.parameters} parameters`;
  return [
    finding("template-parameters", {
      message: `${name} needs ${needed}`,
      hint: `write ${spec.usage}`,
      spans: [rangeSpan(source, call)],
    }),
  ];
}
