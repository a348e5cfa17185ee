/** `process`, and the environment of the plan. */

import { isAmbientVariable } from "../../../ir/ambient-variables.ts";
import { text } from "../convert.ts";
import { namedUnknown, setEntry, unknownAt } from "../make.ts";
import { type Host, isUnknown, type Machine, unknown, type Value } from "../model.ts";
import { write } from "../world.ts";
import { method, notComputed } from "./method.ts";

/** Further variables that a process always has: those of the shell that starts it, and of the build. */
const inherited = new Set(["PWD", "OLDPWD", "SHLVL", "_", "HAB_CACHE_KEY_PATH"]);

const environment: Host = {
  kind: "host",
  name: "process.env",
  get(machine, name, at) {
    machine.reads.add(name);
    const { content } = machine.env.fields;
    if (isUnknown(content)) return content;
    const entry = content.get(name);
    if (entry !== undefined) return entry.value;
    return isAmbientVariable(name) || inherited.has(name)
      ? unknownAt(at, `reads \`${name}\`, which differs between machines`)
      : undefined;
  },
  set(machine, name, value, at) {
    const known = text(machine, value, at);
    setEntry(machine, machine.env, name, { value: known, places: [] });
  },
  remove(machine, name) {
    const { content } = machine.env.fields;
    if (isUnknown(content)) return;
    const changed = new Map(content);
    changed.delete(name);
    write(machine.world, machine.env.fields, changed);
  },
};

const architectures: Readonly<Record<string, string>> = { x86_64: "x64", aarch64: "arm64" };

/** Working directories and their files are found in another way from there on. */
const chdir = method("process.chdir", (machine, call) =>
  notComputed(machine, call, "process.chdir"),
);

const cwd = method("process.cwd", ({ around }, { at }) =>
  unknown(
    unknownAt(at, "asks for the working directory, which differs between builds").cause,
    around.context,
  ),
);

const members: Readonly<Record<string, Value | ((machine: Machine) => Value)>> = {
  env: environment,
  cwd,
  chdir,
  platform: "linux",
  arch: ({ around }) => architectures[around.target.split("-")[0] ?? ""],
};

export const processHost: Host = {
  kind: "host",
  name: "process",
  get(machine, key, at) {
    const found = Object.hasOwn(members, key) ? members[key] : undefined;
    const value = typeof found === "function" ? found(machine) : found;
    return value ?? namedUnknown(at, `process.${key}`);
  },
};
