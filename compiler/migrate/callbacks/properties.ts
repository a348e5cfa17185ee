/** The callbacks of a plan as properties. */
import type { CallbackName } from "../../ir/index.ts";
import type { Doc } from "../layout/doc.ts";
import type { Item } from "../reading/outline.ts";
import type { PlanText } from "../values/form.ts";
import type { Constants } from "../values/names.ts";
import { bodyText } from "./bash-body.ts";
import { carried } from "./carry.ts";
import { type Choices, choose } from "./choose.ts";
import { overrides } from "./commands.ts";
import { summarize } from "./summaries.ts";
import { exportedFunctions, topLevel } from "./top-level.ts";

/** One property, and what the file must import for it. */
export interface CallbackProperty {
  readonly name: CallbackName;
  readonly doc: Doc;
  /** Why it stays bash; nothing where it is a method. */
  readonly reason?: string;
  readonly imports: ReadonlySet<string>;
}

/** The callbacks, and what could not be said. */
export interface CallbackProperties {
  readonly properties: readonly CallbackProperty[];
  readonly choices: Choices;
  /** Functions that nothing calls. */
  readonly unused: readonly string[];
  /** Commands of the top level that have no place in a plan.ts. */
  readonly left: readonly Item[];
  /** Variables and functions that callbacks use, and that one plan.ts cannot say. */
  readonly stuck: readonly string[];
  /** Callbacks that only TypeScript can hold, and have no translation. */
  readonly refused: readonly { readonly name: CallbackName; readonly reason: string }[];
}

export function callbackProperties(plan: PlanText, constants: Constants): CallbackProperties {
  const summaries = summarize(plan.reading);
  const choices = choose(plan, constants, summaries);
  const { texts: brought, stuck } = carried({ plan, choices, summaries, constants });
  const properties: CallbackProperty[] = [];
  const refused: { name: CallbackName; reason: string }[] = [];
  const names = brought.has("do_begin") && !choices.has("do_begin") ? ["do_begin" as const] : [];
  // The version stands with the settings, before what the build calls.
  const isVersion = (name: CallbackName) => Number(name === "pkg_version");
  const ordered = summaries.callbacks.toSorted((a, b) => isVersion(b) - isVersion(a));
  for (const name of [...names, ...ordered]) {
    const choice = choices.get(name);
    const brings = brought.get(name) ?? [];
    const reason = choice?.kind === "bash" ? choice.reason : "brings what callbacks in bash use";
    if (choice?.kind === "method" && brings.length === 0) {
      const { doc, scope } = choice.method;
      properties.push({ name, doc, imports: scope.imports });
    } else if (name === "pkg_version") {
      refused.push({ name, reason });
    } else properties.push({ name, doc: bashProperty(plan, name, brings), reason, imports: none });
  }
  return {
    properties,
    choices,
    unused: unusedFunctions(plan, summaries),
    left: topLevel(plan).left,
    refused,
    stuck,
  };
}

const none: ReadonlySet<string> = new Set();

/** `name: bash` and its text. */
function bashProperty(plan: PlanText, name: CallbackName, brings: readonly string[]): Doc {
  const fn = plan.reading.functions.get(name);
  const body = fn === undefined ? "" : bodyText(fn, 4);
  const texts = [...grouped(brings), ...(body.trim() === "" ? [] : [body])];
  return `${name}: bash\`\n${texts.join("\n\n")}\n  \``;
}

/** The texts in order; those of one line follow each other. */
function grouped(texts: readonly string[]): readonly string[] {
  const groups: string[] = [];
  let isOpen = false;
  for (const text of texts) {
    const isLine = !text.includes("\n");
    if (isLine && isOpen) groups.push(`${groups.pop()}\n${text}`);
    else groups.push(text);
    isOpen = isLine;
  }
  return groups;
}

function unusedFunctions(
  plan: PlanText,
  summaries: ReturnType<typeof summarize>,
): readonly string[] {
  const reached = new Set(summaries.callbacks.flatMap((name) => [...summaries.reached(name)]));
  const callbacks: ReadonlySet<string> = new Set(summaries.callbacks);
  const exported = exportedFunctions(plan.outline);
  if (plan.reading.ir.settings.pkg_scaffolding) return [];
  return [...plan.reading.functions.keys()].filter(
    (name) => !reached.has(name) && !callbacks.has(name) && !overrides(name) && !exported.has(name),
  );
}
