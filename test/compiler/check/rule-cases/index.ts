/** For each code: a plan that breaks its rule, and one like it that does not. */
import { dependenciesCases } from "./dependencies.ts";
import { hooksCases } from "./hooks.ts";
import { namesCases } from "./names.ts";
import type { RuleCase } from "./rule-case.ts";
import { servicesCases } from "./services.ts";
import { settingsCases } from "./settings.ts";
import { templatesCases } from "./templates.ts";

export const ruleCases: readonly RuleCase[] = [
  ...namesCases,
  ...settingsCases,
  ...dependenciesCases,
  ...servicesCases,
  ...hooksCases,
  ...templatesCases,
];
