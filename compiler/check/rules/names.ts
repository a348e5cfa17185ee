/** Settings, variables, callbacks and helpers whose names are misspelt. */
import { spanOf } from "../../bash/text/source-text.ts";
import { editDistance } from "../../ir/edit-distance.ts";
import {
  callbackNames,
  callbacks,
  type Diagnostic,
  helperNames,
  isCallbackName,
  isSettingName,
  settingNames,
  variables,
} from "../../ir/index.ts";
import { finding, type Rule, type RuleContext } from "../context.ts";
import { isTypingError, likelyName } from "../likely-name.ts";
import type { Script } from "../plan-text.ts";
import { wellKnownVariables } from "./well-known-variables.ts";

const variableNames = [...settingNames, ...Object.keys(variables)];
const known = new Set([...variableNames, ...wellKnownVariables]);
const defaultNames = callbackNames.flatMap((name) => {
  const spec = callbacks[name];
  return "defaultName" in spec ? [spec.defaultName] : [];
});
const callable: readonly string[] = [...helperNames, ...defaultNames].filter((name) =>
  name.includes("_"),
);

/** `pkg_expose=(port)`: a value that nothing reads. */
export const settingNamesRule: Rule = (context) => {
  const reads = new Set(context.scripts.flatMap((script) => script.reads.map(({ name }) => name)));
  return context.scripts.flatMap((script) =>
    script.writes.flatMap(({ name, pos, definedAt }) => {
      if (definedAt !== undefined || !name.startsWith("pkg_") || known.has(name) || reads.has(name))
        return [];
      const likely = likelyName(name, settingNames);
      if (likely === undefined || timesUsed(context, name) > 0) return [];
      const span = spanOf(script.source, { pos, end: pos + name.length });
      const isFree = isSettingName(likely) && context.ir.spans[likely] === undefined;
      const isCertain = isFree && editDistance(name, likely, 1) <= 1;
      return [
        finding("setting-unknown", {
          message: `${name} is no setting: nothing reads it`,
          hint: `did you mean ${likely}?`,
          spans: [span],
          ...(isCertain
            ? { fixes: [{ title: `rename it to ${likely}`, edits: [{ span, text: likely }] }] }
            : {}),
        }),
      ];
    }),
  );
};

/** `$HAB_CACHED_SRC_PATH`: a variable that is never set, and so is empty. */
export const variableNamesRule: Rule = (context) => {
  const written = new Set(
    context.scripts.flatMap((script) => script.writes.map(({ name }) => name)),
  );
  return context.scripts.flatMap((script) =>
    script.reads.flatMap(({ name, pos, end }) => {
      if (known.has(name) || written.has(name) || !/^(pkg_|[A-Z])/.test(name)) return [];
      const likely = likelyName(name, variableNames);
      if (likely === undefined) return [];
      const span = spanOf(script.source, { pos, end });
      return [
        finding("variable-unknown", {
          message: `nothing sets the variable ${name}`,
          hint: `did you mean ${likely}?`,
          spans: [span],
          ...(isTypingError(name, likely)
            ? { fixes: [{ title: `change it to ${likely}`, edits: [{ span, text: likely }] }] }
            : {}),
        }),
      ];
    }),
  );
};

/** `do_setup() { … }`: a function that no build calls. */
export const callbackNamesRule: Rule = (context) => {
  const called = new Set(context.scripts.flatMap((script) => script.calls.map(({ name }) => name)));
  return context.scripts.flatMap((script) =>
    script.functions.flatMap(({ name, nameAt }) => {
      if (isCallbackName(name) || called.has(name)) return [];
      const likely = likelyCallback(name);
      if (likely === undefined || timesUsed(context, name) > 1) return [];
      const isFree = !Object.hasOwn(context.ir.callbacks, likely);
      // Whoever has the callback as well may mean the function for something else.
      if (!isFree && !name.startsWith("do")) return [];
      const span = spanOf(script.source, nameAt);
      const fix = { title: `rename it to ${likely}`, edits: [{ span, text: likely }] };
      return [
        finding("callback-unknown", {
          message: `${name} is no callback, and nothing calls it`,
          hint: `did you mean ${likely}?`,
          spans: [span],
          ...(isFree && isTypingError(name, likely) ? { fixes: [fix] } : {}),
        }),
      ];
    }),
  );
};

/** The callback that a function was meant to be: `do_instal`, `do-install`, or `install` alone. */
function likelyCallback(name: string): string | undefined {
  if (/^do[-_]/i.test(name)) return likelyName(name.replaceAll("-", "_"), callbackNames);
  return callbackNames.find((callback) => callback === `do_${name}`);
}

/** `pkg_path_form core/zlib`: a command that there is not. */
export const helperNamesRule: Rule = (context) => {
  const defined = new Set(
    context.scripts.flatMap((script) => script.functions.map(({ name }) => name)),
  );
  return context.calls.flatMap(({ name, nameAt, script }) => {
    if (!/^[a-z]+(_[a-z]+)+$/.test(name) || defined.has(name) || isCallable(name)) return [];
    const likely = likelyName(name, callable);
    return likely === undefined ? [] : [helperFinding(script, nameAt, name, likely)];
  });
};

function isCallable(name: string): boolean {
  return callable.includes(name) || isCallbackName(name);
}

function helperFinding(
  script: Script,
  nameAt: { readonly pos: number; readonly end: number },
  name: string,
  likely: string,
): Diagnostic {
  const span = spanOf(script.source, nameAt);
  return finding("helper-unknown", {
    message: `there is no helper ${name}`,
    hint: `did you mean ${likely}?`,
    spans: [span],
    fixes: [{ title: `change it to ${likely}`, edits: [{ span, text: likely }] }],
  });
}

/** How often a name stands in the words of the plan's texts. */
function timesUsed({ scripts }: RuleContext, name: string): number {
  return scripts.reduce((sum, { words }) => sum + (words.get(name) ?? 0), 0);
}
