/** What a plan imports that is not its own: `habc`, the modules of Node.js, npm packages. */

import { builtinModules } from "node:module";
import { EOL } from "node:os";
import { namedUnknown, plainRecord, unknownAt } from "../make.ts";
import { type Host, isUnknown, type Machine, type Value } from "../model.ts";
import type { Place } from "../place.ts";
import { runUnknown } from "../uncertainty.ts";
import { fileFunctions, promisedFiles } from "./files.ts";
import { namespace } from "./globals.ts";
import { type KnownCall, method } from "./method.ts";
import { pathFunctions } from "./paths.ts";
import { processHost } from "./process.ts";
import { pathOfUrl } from "./urls.ts";

/** `definePlan` makes a copy of what it is given. */
function definePlan(machine: Machine, { args: [plan], at }: KnownCall): Value {
  if (isUnknown(plan)) return plan;
  if (typeof plan !== "object" || plan?.kind !== "record")
    return unknownAt(at, "defines a plan by an object that is not read");
  const { content } = plan.fields;
  const copy = plainRecord(machine, []);
  copy.fields.content = content;
  return { ...copy, isPlan: true };
}

/** What the `bash` tag makes; the text itself is no setting. */
function bashText(machine: Machine, { at }: KnownCall): Value {
  return plainRecord(machine, [["bash", unknownAt(at, "reads the text of a callback")]]);
}

const habc = new Map<string, Value>([
  ["definePlan", method("definePlan", definePlan)],
  ["bash", method("bash", bashText)],
  ["customLicense", method("customLicense", (_, { args: [name] }) => name)],
]);

/** The modules of Node.js of which something is known, without `node:`. */
const known: ReadonlyMap<string, Host> = new Map(
  Object.entries({
    path: namespace(
      "path",
      new Map([...pathFunctions, ["posix", namespace("path.posix", pathFunctions)]]),
    ),
    "path/posix": namespace("path", pathFunctions),
    fs: namespace(
      "fs",
      new Map([...fileFunctions, ["promises", namespace("fs.promises", promisedFiles)]]),
    ),
    "fs/promises": namespace("fs.promises", promisedFiles),
    url: namespace("url", new Map([["fileURLToPath", pathOfUrl]])),
    os: namespace("os", new Map([["EOL", EOL]])),
    process: processHost,
  }),
);

/** What a module gives under a name; `default` is the module itself for those of Node.js. */
export type Library = (name: string, at: Place) => Value;

/**
 * @param specifier What an import names: no file.
 * @param at The place of the import.
 */
export function libraryOf(machine: Machine, specifier: string, at: Place): Library {
  if (specifier === "habc") {
    return (name, place) => {
      if (name === "*") return namespace("habc", habc);
      return habc.has(name) ? habc.get(name) : unknownAt(place, `imports \`${name}\` from habc`);
    };
  }
  const bare = specifier.replace(/^node:/, "");
  const module = known.get(bare);
  if (module !== undefined) {
    return (name, place) =>
      name === "default" || name === "*" ? module : module.get?.(machine, name, place);
  }
  if (builtinModules.includes(bare)) {
    const own = (name: string) => (name === "default" || name === "*" ? bare : name);
    return (name, place) => namedUnknown(place, own(name));
  }
  // A package runs code of its own when it is imported.
  machine.foreign = true;
  const { cause } = unknownAt(at, `imports \`${specifier}\`, which is not the plan's own`);
  runUnknown(machine, cause);
  return (name, place) => {
    const shown = name === "default" || name === "*" ? specifier : name;
    return { ...unknownAt(place, `uses \`${shown}\` of \`${specifier}\``), name: shown };
  };
}
