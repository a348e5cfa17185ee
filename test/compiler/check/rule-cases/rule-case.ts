import type { DiagnosticCode } from "../../../../compiler/ir/index.ts";
import type { Tree } from "../checked.ts";

/** One rule seen from outside. */
export interface RuleCase {
  readonly code: DiagnosticCode;
  readonly about: string;
  readonly bad: Tree;
  readonly good: Tree;
  /** What the message or the hint says of the bad one. */
  readonly says: RegExp;
  /** What the main place covers, without its quotes. */
  readonly at?: string;
}

export const sha = "a".repeat(64);
export const source = `pkg_source=https://acme.org/a.tar.gz\npkg_shasum=${sha}\n`;
export const run = "#!/bin/sh\nexec sleep 9\n";
export const service = (toml: string, template: string, plan = ""): Tree => ({
  "web/plan.sh": `pkg_deps=(core/glibc)\n${plan}`,
  "web/hooks/run": run,
  "web/default.toml": toml,
  "web/config/web.conf": template,
});
