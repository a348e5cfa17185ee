/** The checks that a build makes too, with the places of single items. */
import type { Diagnostic, Span } from "../../ir/index.ts";
import { checkComposite } from "../composite-rules.ts";
import type { Rule, RuleContext } from "../context.ts";
import { checkExposedPorts } from "../exposed-ports.ts";
import { checkHookFiles } from "../hook-files.ts";
import type { Places } from "../places.ts";
import { checkSettingRules } from "../setting-rules.ts";
import { itemSpan, settingSpan } from "../setting-spans.ts";

export const settingsRule: Rule = (context) => {
  const { ir } = context;
  const places = placesOf(context);
  const found = [...checkSettingRules(ir, places), ...checkComposite(ir, places)];
  return (
    found
      .filter(({ spans }) => !readsEnvironment(context, spans[0]))
      // The environment of the build may give it.
      .map((each) => (isOriginMissing(each) ? { ...each, severity: "info" as const } : each))
      .map((each) =>
        each.spans.length > 0 ? each : { ...each, spans: [settingSpan(ir, "pkg_name")] },
      )
  );
};

function isOriginMissing({ code, message }: Diagnostic): boolean {
  return code === "setting-missing" && message.startsWith("pkg_origin ");
}

/** `pkg_scaffolding=$HAB_ORIGIN/node`: a check does not know the environment of the build. */
function readsEnvironment({ ir, files }: RuleContext, span: Span | undefined): boolean {
  const lines = span === undefined ? undefined : files.read(span.file)?.text.split("\n");
  const text = lines?.slice((span?.start.line ?? 1) - 1, span?.end.line).join("\n") ?? "";
  return ir.reads.some((name) => new RegExp(`\\$\\{?${name}\\b`).test(text));
}

export const exposesRule: Rule = (context) =>
  checkExposedPorts(context.ir, context.folder.defaultToml, placesOf(context));

export const hookFilesRule: Rule = ({ ir }) => checkHookFiles(ir.plan.context);

function placesOf(context: RuleContext): Places {
  return (setting, text) => [itemSpan(context, setting, text)];
}
