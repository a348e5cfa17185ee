/** Makes the reference pages of docs/reference from the tables of compiler/ir. */
import {
  type CallbackSpec,
  callbackNames,
  callbacks,
  type DiagnosticSpec,
  diagnosticSpecs,
  type HelperSpec,
  helperNames,
  helpers,
  type MetadataFileSpec,
  metadataFiles,
  type VariableSpec,
  variables,
  wholePackageFiles,
} from "../../compiler/ir/index.ts";
import { code, list, page, table } from "./reference/markdown.ts";
import { settingsPage } from "./reference/settings.ts";

function callbacksPage(): string {
  const entries = callbackNames.map((name) => {
    const spec: CallbackSpec = callbacks[name];
    const { defaultName } = spec;
    return [
      `## ${name}`,
      spec.doc,
      list([
        `Without it: ${spec.defaultDoc}`,
        defaultName && `An override may call \`${defaultName}\``,
        `Working directory: ${spec.cwd === "source" ? "`$SRC_PATH`" : "`$PLAN_CONTEXT`"}`,
        spec.returns && "Answers the version: prints it in a `plan.sh`, returns it in a `plan.ts`",
      ]),
    ].join("\n\n");
  });
  return page(
    "Callbacks",
    "compiler/ir/callbacks.ts",
    "The functions of a plan that a build calls, in this order. A plan defines those whose default does not do.",
    entries,
  );
}

function helpersPage(): string {
  const entries = helperNames.map((name) => {
    const spec: HelperSpec = helpers[name];
    const signature = `${name}${spec.typescript};`;
    return [`## ${name}`, spec.doc, code("bash", spec.usage), code("ts", signature)].join("\n\n");
  });
  return page(
    "Helpers",
    "compiler/ir/helpers.ts",
    "The functions that callbacks may call: commands in a `plan.sh`, members of the context in a `plan.ts`.",
    entries,
  );
}

function variablesPage(): string {
  const rows = Object.entries<VariableSpec>(variables).map(([name, spec]) => [
    `\`${name}\``,
    spec.type === "list" ? "list" : "text",
    spec.exported ? "yes" : "no",
    spec.doc,
  ]);
  return page(
    "Variables",
    "compiler/ir/variables.ts",
    "What a build knows beside the plan's settings. Callbacks read these; in a `plan.ts` they are members of the context.",
    [table(["Variable", "Value", "Commands see it", "What it is"], rows)],
  );
}

const packageKinds = {
  service: "services",
  composite: "composite packages",
  all: "all packages",
  normal: "all but composite packages",
};

function metadataPage(): string {
  const rows = Object.entries<MetadataFileSpec>(metadataFiles).map(([name, spec]) => [
    `\`${name}\``,
    "setting" in spec ? `[${spec.setting}](settings.md#${spec.setting})` : "the build",
    packageKinds[spec.only ?? "normal"],
    renderingDoc(spec),
    spec.doc,
  ]);
  const whole = Object.entries(wholePackageFiles).map(([name, doc]) => [`\`${name}\``, doc]);
  return page(
    "Metadata files",
    "compiler/ir/metadata-files.ts",
    "The files at the top of a package that say what it is. One that would be empty is not written.",
    [
      table(["File", "From", "In", "Form", "What it holds"], rows),
      "Two more are made from the whole package:",
      table(["File", "What it holds"], whole),
    ],
  );
}

const joins = { "\n": "one per line", " ": "spaces between them", ":": "`:` between them" };

function renderingDoc(spec: MetadataFileSpec): string {
  switch (spec.as) {
    case "paths":
      return `absolute paths, ${joins[spec.join]}`;
    case "options":
      return `absolute paths, each behind \`${spec.option}\``;
    case "pairs":
      return "`key=value` lines";
    case "text":
      return spec.join === undefined ? "text" : `texts, ${joins[spec.join]}`;
  }
}

function diagnosticsPage(): string {
  const entries = Object.entries<DiagnosticSpec>(diagnosticSpecs).map(([name, spec]) =>
    [
      `## ${name}`,
      `${spec.title}. ${spec.explain}`,
      list([`Severity: ${spec.severity ?? "error"}`, `Exit status: ${spec.exitCode ?? 1}`]),
    ].join("\n\n"),
  );
  return page(
    "Diagnostics",
    "compiler/ir/diagnostics",
    "Every code that habc can give. `habc explain CODE` prints the same.",
    entries,
  );
}

/** @returns The pages, by their paths. */
export function generate(): Record<string, string> {
  return {
    "docs/reference/settings.md": settingsPage(),
    "docs/reference/callbacks.md": callbacksPage(),
    "docs/reference/helpers.md": helpersPage(),
    "docs/reference/variables.md": variablesPage(),
    "docs/reference/metadata.md": metadataPage(),
    "docs/reference/diagnostics.md": diagnosticsPage(),
  };
}
