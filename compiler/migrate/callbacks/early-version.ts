/** A plan.sh can have a version until it computes another; a plan.ts has either. */
import type { Diagnostic } from "../../ir/index.ts";
import type { Reading } from "../reading/reading.ts";
import type { CallbackProperties } from "./properties.ts";
import { summarize } from "./summaries.ts";

/** What follows from the version. */
const versioned = [
  "pkg_version",
  "pkg_dirname",
  "pkg_prefix",
  "pkg_ident",
  "CACHE_PATH",
  "SRC_PATH",
];

/** Tells of a version that the plan.ts lacks; as an error where a callback would have seen it. */
export function earlyVersion(reading: Reading, { properties }: CallbackProperties): Diagnostic[] {
  const { settings, spans } = reading.ir;
  const isComputed = properties.some(({ name }) => name === "pkg_version");
  if (!settings.pkg_version || !isComputed) return [];
  const { callbacks, effects } = summarize(reading);
  const updating = callbacks.findIndex((name) => effects(name).calls.has("update_pkg_version"));
  const early = ["pkg_version", ...callbacks.slice(0, updating + 1)];
  const reader = early.find((name) => versioned.some((one) => effects(name).read.has(one)));
  return [
    {
      code: "migrate-differs",
      severity: reader === undefined ? "warning" : "error",
      message: `\`pkg_version\` is ${settings.pkg_version} in the plan.sh until it calls \`update_pkg_version\`; in the plan.ts it is not known before that`,
      ...(reader === undefined ? {} : { hint: `\`${reader}\` reads it, or what follows from it` }),
      spans: spans.pkg_version ?? [],
    },
  ];
}
