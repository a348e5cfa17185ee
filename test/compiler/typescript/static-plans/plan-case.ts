/**
 * Plans that a static reading has to understand, or to leave alone. Each is the text of a plan.ts
 * with the files beside it, and the settings that cannot be known without running it.
 */

export interface PlanCase {
  readonly plan: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** The settings that are dynamic, in the order of the table; none if absent. */
  readonly dynamic?: readonly string[];
}

/** The text around the properties of a definition. */
export function planOf(properties: string, before = ""): string {
  return `import { bash, customLicense, definePlan } from "habc";
${before}
export default definePlan({
  pkg_name: "redis",
  pkg_origin: "acme",
  pkg_version: "7.2.4",
  ${properties}
});
`;
}
