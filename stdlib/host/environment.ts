/** The environment of commands: what the driver told, and what callbacks change of it. */

import type { Assignment } from "../protocol/messages.ts";
import { folderVariables } from "./folder.ts";

/** The environment of this process, which its commands inherit. */
export interface Environment {
  /** Reads and changes it. Setting undefined removes. */
  readonly variables: Record<string, string | undefined>;
  /** The driver's word: no change of the plan. */
  tell(name: string, value: string | undefined): void;
  /** What changed since the driver was last told. */
  changes(): Assignment[];
}

export function openEnvironment(): Environment {
  const known = new Map(Object.entries(process.env));

  function put(name: string, value: string | undefined): void {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }

  function note(name: string, value: string | undefined): void {
    if (value === undefined) known.delete(name);
    else known.set(name, value);
  }

  return {
    variables: new Proxy(process.env, {
      set(_, name, value: string | undefined) {
        put(String(name), value);
        return true;
      },
    }),
    tell(name, value) {
      put(name, value);
      note(name, value);
    },
    changes() {
      const names = new Set([...known.keys(), ...Object.keys(process.env)]);
      const changed = [...names].filter(
        (name) => known.get(name) !== process.env[name] && !folderVariables.has(name),
      );
      return changed.map((name): Assignment => {
        const value = process.env[name];
        note(name, value);
        return value === undefined ? { kind: "unset", name } : { kind: "export", name, value };
      });
    },
  };
}
