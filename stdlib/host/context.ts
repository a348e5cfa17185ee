/** The object that callbacks get. */
import {
  type CallbackSpec,
  callbackNames,
  callbacks,
  helperNames,
  settingNames,
  variables,
} from "../../compiler/ir/index.ts";
import type { PlanContext } from "../plan-context.ts";
import type { Bridge } from "./bridge.ts";
import type { Environment } from "./environment.ts";
import { changeFolder } from "./folder.ts";
import { nativeHelpers } from "./helpers.ts";
import type { Knowledge } from "./knowledge.ts";
import type { PlanError } from "./plan-error.ts";
import type { HostShell } from "./shell.ts";

/** What a context is made of. */
export interface ContextParts {
  readonly shell: HostShell;
  readonly environment: Environment;
  readonly knowledge: Knowledge;
  readonly bridge: Bridge;
  /** Told of an `exit_with`. */
  end(error: PlanError): void;
  updateVersion(): Promise<void>;
  attach(): Promise<void>;
}

/** The context of any plan: what it declares is a matter of its types. */
export type AnyContext = PlanContext<string, string>;

export function makeContext(parts: ContextParts): AnyContext {
  const { shell, environment, knowledge, bridge } = parts;
  const context = {
    $: shell.$,
    env: environment.variables,
    cd: changeFolder,
    ...bridgedHelpers(bridge),
    ...nativeHelpers(knowledge, parts.end),
    ...defaultCallbacks(bridge),
    update_pkg_version: parts.updateVersion,
    attach: parts.attach,
  };
  for (const name of [...settingNames, ...Object.keys(variables)]) {
    Object.defineProperty(context, name, { enumerable: true, get: () => knowledge.read(name) });
  }
  return Object.freeze(context) as AnyContext;
}

type Helper = (...args: readonly unknown[]) => Promise<void>;

/** Every helper as a call of the driver; a last argument `{ force: true }` is the option `-f`. */
function bridgedHelpers(bridge: Bridge): Record<string, Helper> {
  const entries = helperNames.map((helper): [string, Helper] => [
    helper,
    async (...args) => {
      const last = args.at(-1);
      const options = typeof last === "object" && last !== null ? last : undefined;
      const force = options !== undefined && "force" in options && options.force === true;
      const texts = (options === undefined ? args : args.slice(0, -1)).map(String);
      await bridge({ helper, flags: force ? "-f" : "", args: texts });
    },
  ]);
  return Object.fromEntries(entries);
}

function defaultCallbacks(bridge: Bridge): Record<string, Helper> {
  const entries = callbackNames.flatMap((name): [string, Helper][] => {
    const { defaultName }: CallbackSpec = callbacks[name];
    if (defaultName === undefined) return [];
    return [[defaultName, () => bridge({ helper: defaultName })]];
  });
  return Object.fromEntries(entries);
}
