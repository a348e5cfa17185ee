/** The templates in `hooks/`, `config/` and `config_install/`. */
import type { SourceText } from "../../bash/text/source-text.ts";
import {
  type Diagnostic,
  type TemplateHelperName,
  templateHelper,
  templateHelpers,
} from "../../ir/index.ts";
import { type Call, type Path, TemplateSyntaxError } from "../../template/index.ts";
import { finding, type Rule, type RuleContext } from "../context.ts";
import type { TemplateFile } from "../folder.ts";
import { likelyName } from "../likely-name.ts";
import { templateData } from "../templates/data.ts";
import type { Missing } from "../templates/scope.ts";
import { nameOf, walkTemplate } from "../templates/walk.ts";
import { judgePackagePath } from "./template-dependencies.ts";
import { missingPath } from "./template-paths.ts";
import { rangeSpan } from "./template-span.ts";

export const templatesRule: Rule = (context) =>
  context.folder.templates.flatMap((file) => {
    const { template, source } = file;
    if (template instanceof TemplateSyntaxError) return [syntaxFinding(template, source)];
    const indices = template.oldIndices.map((offset) => indexFinding(offset, source));
    return [...indices, ...judge(context, { ...file, template })];
  });

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
  const at = rangeSpan(source, { start: offset, end: offset });
  return finding("template-index", {
    message: `${source.text.slice(offset, end)} follows a name without a dot`,
    hint: `write .${source.text.slice(offset, end)}`,
    spans: [rangeSpan(source, { start: offset, end })],
    fixes: [{ title: "write the dot", edits: [{ span: at, text: "." }] }],
  });
}

type ReadTemplate = TemplateFile & { readonly template: Exclude<TemplateFile["template"], Error> };

function judge(context: RuleContext, { template, source, when }: ReadTemplate): Diagnostic[] {
  const found: Diagnostic[] = [];
  const missing: { path: Path; missing: Missing; isCondition: boolean }[] = [];
  walkTemplate(template, templateData(context, when), {
    missing: (path, why, isCondition) => missing.push({ path, missing: why, isCondition }),
    unknownHelper: (call, isBlock) => found.push(helperFinding(call, isBlock, source)),
    helper: (call) => {
      found.push(...tooFew(call, source), ...judgePackagePath(context, call, source));
    },
    partial: (node, name) => {
      found.push(
        finding("template-helper-unknown", {
          message: name === undefined ? "there are no partials" : `there is no partial ${name}`,
          hint: "a supervisor has none; write the text here",
          spans: [
            rangeSpan(source, { start: node.start, end: Math.min(node.end, node.start + 40) }),
          ],
        }),
      );
    },
  });
  return [...found, ...missingPath(missing, source)];
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
  return [
    finding("template-parameters", {
      message: `${name} needs ${spec.parameters === 1 ? "a parameter" : `${spec.parameters} parameters`}`,
      hint: `write ${spec.usage}`,
      spans: [rangeSpan(source, call)],
    }),
  ];
}
