/** What makes a plan that of a service: hooks and configuration beside it. */
import type { Settings } from "../ir/index.ts";
import type { Names } from "./kind.ts";

/** What a service adds to a plan. */
export interface ServiceParts {
  readonly settings: Settings;
  /** Files that belong beside the plan. */
  readonly beside: Readonly<Record<string, string>>;
  /** Files in the place of those that the kind of plan begins with. */
  readonly starter: Readonly<Record<string, string>>;
}

/** The program of a project becomes a service: a hook starts it. */
export function serviceOf({ name }: Names): ServiceParts {
  return {
    settings: {},
    beside: {
      "default.toml":
        "# What users of the service can set; hooks/ and config/ have it as {{cfg.NAME}}.\n",
      "hooks/run": `#!/bin/sh\nexec 2>&1\nexec {{pkg.path}}/bin/${name}\n`,
    },
    starter: {},
  };
}

/** A service that is there to be changed: it reads a configuration file, and exports from it. */
export function sampleService({ name }: Names): ServiceParts {
  return {
    settings: { pkg_exports: { interval: "interval" } },
    beside: {
      "default.toml": sampleDefaults,
      [`config/${name}.conf`]: sampleTemplate,
      "hooks/run": sampleRun(name),
      "hooks/health-check": sampleHealth(name),
    },
    starter: { [`${name}.sh`]: sampleProgram },
  };
}

const sampleProgram = `#!/bin/sh
# Greets again and again, as the configuration file says that is its argument.
set -eu
. "$1"
while :; do
  echo "$greeting (@version@)"
  sleep "$interval"
done
`;

const sampleDefaults = `# What users of the service can set.
greeting = "Hello, world!"

# Seconds between two greetings.
interval = 10
`;

const sampleTemplate = `greeting="{{cfg.greeting}}"
interval={{cfg.interval}}
`;

function sampleRun(name: string): string {
  return `#!/bin/sh
exec 2>&1
exec {{pkg.path}}/bin/${name} {{pkg.svc_config_path}}/${name}.conf
`;
}

/** Source: the Habitat reference, "health-check": 0 is ok, 1 a warning, 2 critical. */
function sampleHealth(name: string): string {
  return `#!/bin/sh
test -r {{pkg.svc_config_path}}/${name}.conf || exit 2
`;
}
