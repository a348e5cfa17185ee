/** The methods of arrays. */

import { unknownAt } from "../make.ts";
import { type Host, isUnknown, type List, type Machine, unknown, type Value } from "../model.ts";
import type { Place } from "../place.ts";
import { unknownTimes } from "../uncertainty.ts";
import { letGo } from "../world.ts";
import { changing } from "./list-changes.ts";
import { type ListCall, listCopies } from "./list-copies.ts";
import { looking } from "./list-looks.ts";
import { method, notComputed } from "./method.ts";

const methods: Readonly<Record<string, (machine: Machine, call: ListCall) => Value>> = {
  ...listCopies,
  ...looking,
  ...changing,
};

const hosts = new Map<string, Host>();

export function listMember(list: List, key: string, at: Place): Value {
  const extra = list.extras?.get(key);
  if (extra !== undefined || list.extras?.has(key)) return extra;
  const { content } = list.items;
  if (key === "length") return isUnknown(content) ? content : content.length;
  if (/^(?:0|[1-9]\d*)$/.test(key)) return isUnknown(content) ? content : content[Number(key)];
  if (Object.hasOwn(methods, key) || key in Array.prototype) return hosts.get(key) ?? remember(key);
  return isUnknown(content)
    ? unknown(content.cause)
    : key in Object.prototype
      ? unknownAt(at, `reads \`${key}\``)
      : undefined;
}

function remember(name: string): Host {
  const made = method(name, (machine, { self, args, at }) => {
    const call = { self, args, at };
    const compute = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (compute === undefined || typeof self !== "object" || self?.kind !== "list") {
      return notComputed(machine, call, name);
    }
    const { content } = self.items;
    if (isUnknown(content)) return onUnknown(machine, { list: self, args, at, name, content });
    return compute(machine, { list: self, items: content, args, at });
  });
  hosts.set(name, made);
  return made;
}

/** A method of an array whose items are not known: its functions get items that are not known. */
function onUnknown(
  machine: Machine,
  call: Omit<ListCall, "items"> & {
    readonly name: string;
    readonly content: ReturnType<typeof unknown>;
  },
): Value {
  const { list, args, at, name, content } = call;
  for (const arg of args) {
    if (typeof arg === "object" && arg?.kind === "closure") {
      const given = { self: undefined, args: content, at };
      unknownTimes(machine, content.cause, () => {
        letGo(machine.world, machine.call(machine, arg, given));
        return undefined;
      });
    } else {
      letGo(machine.world, arg);
    }
  }
  return name === "sort" || name === "reverse" ? list : unknown(content.cause);
}
