/** The files in `hooks/`. */
import { type RuleCase, run } from "./rule-case.ts";

export const hooksCases: readonly RuleCase[] = [
  {
    code: "hook-unknown",
    about: "a misspelt hook",
    bad: { "plan.sh": "", "hooks/run": run, "hooks/healthcheck": run },
    good: { "plan.sh": "", "hooks/run": run, "hooks/health-check": run, "hooks/init.sh": run },
    says: /did you mean health-check\?/,
  },
  {
    code: "hook-spelling",
    about: "a hook by its older name",
    bad: { "plan.sh": "", "hooks/run": run, "hooks/health_check": run },
    good: { "plan.sh": "", "hooks/run": run, "hooks/health_check": run, "hooks/health-check": run },
    says: /rename hooks\/health_check to hooks\/health-check/,
  },
  {
    code: "hook-shebang",
    about: "a hook without an interpreter",
    bad: { "plan.sh": "", "hooks/run": "exec sleep 9\n" },
    good: {
      "plan.sh": "pkg_deps=(core/bash)\n",
      "hooks/run": '#!{{pkgPathFor "core/bash"}}/bin/bash\n',
    },
    says: /does not begin with #!/,
  },
  {
    code: "hook-shebang",
    about: "an interpreter of the host",
    bad: { "plan.sh": "", "hooks/run": "#!/usr/bin/env bash\n" },
    good: { "plan.sh": "", "hooks/run": "#!/bin/sh\n", "plan.ps1": "" },
    says: /\/usr\/bin\/env bash/,
  },
  {
    code: "hook-duplicate",
    about: "two files for one hook",
    bad: { "plan.sh": "", "hooks/run": run, "hooks/run.sh": run },
    good: { "plan.sh": "", "hooks/run": run, "hooks/init.sh": run },
    says: /several files/,
  },
  {
    code: "hook-line-endings",
    about: "CR LF",
    bad: { "plan.sh": "", "hooks/run": "#!/bin/sh\r\nexec sleep 9\r\n" },
    good: { "plan.sh": "", "hooks/run": run },
    says: /CR LF/,
  },
];
