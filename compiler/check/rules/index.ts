import { linkageDiagnostics } from "../../ir/diagnostics/linkage.ts";
import type { DiagnosticCode } from "../../ir/index.ts";
import type { Rule } from "../context.ts";
import { assignmentsRule } from "./assignments.ts";
import { bindsRule } from "./binds.ts";
import { compositeRule } from "./composite.ts";
import { dependenciesRule } from "./dependencies.ts";
import { hiddenStatusRule } from "./hidden-status.ts";
import { hooksRule } from "./hooks.ts";
import { licensesRule } from "./licenses.ts";
import { mapItemsRule } from "./map-items.ts";
import {
  callbackNamesRule,
  helperNamesRule,
  settingNamesRule,
  variableNamesRule,
} from "./names.ts";
import { packingRule } from "./packing.ts";
import { pathsRule } from "./paths.ts";
import { servicesRule } from "./services.ts";
import { exposesRule, hookFilesRule, settingsRule } from "./settings.ts";
import { sourceRule } from "./source.ts";
import { templatesRule } from "./templates.ts";

/** Every rule, with the codes that it can give. */
export const rules: readonly { readonly codes: readonly DiagnosticCode[]; readonly check: Rule }[] =
  [
    {
      codes: ["setting-missing", "setting-invalid", "composite-services", "composite-bind"],
      check: settingsRule,
    },
    { codes: ["exposes-unknown", "exposes-port", "default-toml-invalid"], check: exposesRule },
    { codes: ["hook-duplicate", "hook-line-endings"], check: hookFilesRule },
    { codes: ["hook-unknown", "hook-spelling", "hook-shebang"], check: hooksRule },
    { codes: ["setting-unknown"], check: settingNamesRule },
    { codes: ["variable-unknown"], check: variableNamesRule },
    { codes: ["callback-unknown"], check: callbackNamesRule },
    { codes: ["helper-unknown"], check: helperNamesRule },
    { codes: ["assignment-spaced"], check: assignmentsRule },
    { codes: ["map-item-invalid"], check: mapItemsRule },
    { codes: ["license-unknown", "license-deprecated"], check: licensesRule },
    {
      codes: ["source-unencrypted", "shasum-missing", "verify-skipped", "setting-invalid"],
      check: sourceRule,
    },
    { codes: ["dep-duplicate", "dep-in-both", "dep-self"], check: dependenciesRule },
    {
      codes: [
        "path-undeclared",
        "path-too-early",
        "interpreter-undeclared",
        "build-dep-at-run-time",
      ],
      check: pathsRule,
    },
    { codes: ["status-hidden"], check: hiddenStatusRule },
    { codes: ["packs-source-tree"], check: packingRule },
    {
      codes: ["service-without-run", "service-without-bin-dirs", "export-missing"],
      check: servicesRule,
    },
    { codes: ["bind-duplicate", "bind-keys-invalid", "bind-export-unknown"], check: bindsRule },
    { codes: ["composite-not-a-service", "composite-bind"], check: compositeRule },
    {
      codes: [
        "template-syntax",
        "template-index",
        "template-helper-unknown",
        "template-parameters",
        "template-cfg-missing",
        "template-path-unknown",
        "template-scope",
        "template-bind-unknown",
        "template-bind-export",
        "template-export-unknown",
        "template-dep-undeclared",
        "build-dep-at-run-time",
        "ident-invalid",
      ],
      check: templatesRule,
    },
  ];

/** What reading a plan can say of it. */
const readingCodes: readonly DiagnosticCode[] = [
  "plan-ambiguous",
  "plan-not-found",
  "plan-load-failed",
  "plan-syntax",
  "setting-type",
];

/** Codes that are about the check itself. */
const ownCodes: readonly DiagnosticCode[] = ["suppression-invalid", "suppression-unused"];

/** Every code that a check can give. */
export const checkCodes: ReadonlySet<string> = new Set([
  ...readingCodes,
  ...ownCodes,
  ...rules.flatMap(({ codes }) => codes),
]);

/** Every code that a configuration or suppression can name: those of finished packages too. */
export const namedCodes: ReadonlySet<string> = new Set([
  ...checkCodes,
  ...Object.keys(linkageDiagnostics),
]);
