/** Sets and Maps. */

import { isPrimitive } from "../convert.ts";
import { collectionOf, iterated, listOf, pairs, setItems, unknownAt } from "../make.ts";
import { type Collection, isUnknown, type Machine, type Unknown, type Value } from "../model.ts";
import type { Place } from "../place.ts";
import { workOnItems } from "../work.ts";
import { readElement } from "./elements.ts";
import { callBack, type KnownCall, method, notComputed, outOfReach } from "./method.ts";

/** `new Set(values)`; unknown where it is not computed. */
export function newSet(machine: Machine, { args: [values], at }: KnownCall): Value {
  if (values === undefined || values === null) return collectionOf(machine, false, []);
  const items = iterated(machine, values) ?? unknownAt(at, "makes a set of an object");
  if (isUnknown(items)) return collectionOf(machine, false, items);
  const open = items.find(isUnknown);
  if (open !== undefined) return collectionOf(machine, false, open);
  workOnItems(machine, items.length, at);
  return collectionOf(machine, false, [...new Set(items)]);
}

/** `new Map(pairs)`. */
export function newMap(machine: Machine, { args: [values], at }: KnownCall): Value {
  if (values === undefined || values === null) return collectionOf(machine, true, []);
  const items = iterated(machine, values) ?? unknownAt(at, "makes a map of an object");
  if (isUnknown(items)) return collectionOf(machine, true, items);
  const made = new Map<Value, Value>();
  for (const item of items) {
    const key = readElement(machine, item, 0, at);
    if (isUnknown(key)) return collectionOf(machine, true, key);
    made.set(key, readElement(machine, item, 1, at));
  }
  workOnItems(machine, made.size, at);
  return collectionOf(machine, true, [...made].flat());
}

type Held = Map<Value, Value>;

/** What a method does; the collection is a copy, which is put back if `changes`. */
interface Method {
  readonly changes?: true;
  /** It takes a key, which has to be known. */
  readonly keyed?: true;
  readonly run: (
    machine: Machine,
    held: Held,
    call: KnownCall & { readonly own: Collection },
  ) => Value;
}

const methods: Readonly<Record<string, Method>> = {
  has: { keyed: true, run: (_, held, { args }) => held.has(args[0]) },
  get: {
    keyed: true,
    run: (_, held, { args, own }) => (own.keyed ? held.get(args[0]) : undefined),
  },
  add: {
    keyed: true,
    changes: true,
    run(_, held, { args: [value], own }) {
      held.set(value, value);
      return own;
    },
  },
  set: {
    keyed: true,
    changes: true,
    run(_, held, { args: [key, value], own }) {
      held.set(key, value);
      return own;
    },
  },
  delete: { keyed: true, changes: true, run: (_, held, { args }) => held.delete(args[0]) },
  clear: {
    changes: true,
    run(_, held) {
      held.clear();
      return undefined;
    },
  },
  keys: { run: (_, held, { own }) => sequence(own, [...held.keys()]) },
  values: { run: (_, held, { own }) => sequence(own, [...held.values()]) },
  entries: {
    run: (machine, held, { own }) =>
      sequence(
        own,
        [...held].map((pair) => listOf(machine, pair)),
      ),
  },
  forEach: {
    run(machine, held, { args, at, own }) {
      const { content } = own.items;
      for (const [key, value] of held) {
        callBack(machine, args[0], [value, key, own], at);
        if (own.items.content !== content) return unknownAt(at, "changes what it goes through");
      }
      return undefined;
    },
  },
};

function sequence({ items: cell }: Collection, items: readonly Value[]): Value {
  return { kind: "sequence", items, from: { cell, content: cell.content } };
}

export function collectionMember(own: Collection, key: string, at: Place): Value {
  const { content } = own.items;
  if (key === "size") return isUnknown(content) ? content : content.length / (own.keyed ? 2 : 1);
  const found = Object.hasOwn(methods, key) ? methods[key] : undefined;
  const wrong = own.keyed ? "add" : "set";
  if (found === undefined || key === wrong)
    return unknownAt(at, `reads \`${key}\` of a collection`);
  return method(key, (machine, call) => {
    const { self } = call;
    if (isPrimitive(self) || self.kind !== "collection") return notComputed(machine, call, key);
    return apply(machine, key, found, { ...call, own: self });
  });
}

function apply(
  machine: Machine,
  name: string,
  { changes, keyed, run }: Method,
  call: KnownCall & { readonly own: Collection },
): Value {
  const { own, args, at } = call;
  const { content } = own.items;
  const open: Unknown | undefined = isUnknown(content)
    ? content
    : keyed && isUnknown(args[0])
      ? args[0]
      : undefined;
  if (open !== undefined) return outOfReach(machine, call, open);
  const held: Held = heldBy(own);
  // Which key is one of a value that is not known, nobody can say.
  const doubtful = keyed ? [...held.keys()].find(isUnknown) : undefined;
  if (doubtful !== undefined) return outOfReach(machine, call, doubtful);
  if (name === "forEach") {
    const result = run(machine, held, call);
    return isUnknown(result) ? outOfReach(machine, call, result) : result;
  }
  workOnItems(machine, held.size, at);
  const result = run(machine, held, call);
  if (changes) setItems(machine, own, own.keyed ? [...held].flat() : [...held.keys()]);
  return result;
}

function heldBy(own: Collection): Held {
  const content = own.items.content;
  if (isUnknown(content)) return new Map();
  return new Map(own.keyed ? pairs(content) : content.map((value) => [value, value]));
}
