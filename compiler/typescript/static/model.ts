/**
 * What a plan that is being read consists of. The types know each other: a function of the plan
 * keeps its variables, which keep values, which may be functions.
 */
import type {
  ArrowFunctionExpression,
  Expression,
  Function as FunctionNode,
  Statement,
} from "oxc-parser";
import type { Budget } from "../../bash/budget.ts";
import type { Cause } from "../../bash/cause.ts";
import type { Span } from "../../ir/index.ts";
import type { Place, SourceText } from "./place.ts";

export type Primitive = string | number | bigint | boolean | null | undefined;

/** Something that cannot be known without running the plan. */
export interface Unknown {
  readonly kind: "unknown";
  readonly cause: Cause;
  /** The file of this machine that a text stands for whose beginning differs between builds. */
  readonly path?: string;
  /** What a message calls the function that it may be. */
  readonly name?: string;
  /** It is part of what JavaScript or Node.js offers. */
  readonly isBuiltIn?: true;
}

/** An array. Its items are unknown as a whole where their number is. */
export interface List {
  readonly kind: "list";
  readonly items: Cell<Items>;
  /** `index`, `input` and `groups` of what a regular expression found. */
  readonly extras?: ReadonlyMap<string, Value>;
}
export type Items = readonly Value[] | Unknown;

/** An object literal, or what was made from one. */
export interface Fields {
  readonly kind: "record";
  readonly fields: Cell<Entries>;
  /** What `definePlan` has returned. */
  readonly isPlan?: true;
}
export type Entries = ReadonlyMap<string, Entry> | Unknown;

/** The name under which an object has an entry where it may have properties that are not known. */
export const others = "\0";

/** The name under which an object has an entry where the order of its properties is not known. */
export const unordered = "\u0001";

/** One property. */
export interface Entry {
  readonly value: Value;
  /** Where it was set, the last place first. */
  readonly places: readonly Place[];
  /** It may not be there at all; then its value is unknown. */
  readonly maybe?: true;
}

/** A function of the plan. */
export interface Closure {
  readonly kind: "closure";
  readonly node: FunctionNode | ArrowFunctionExpression;
  readonly scope: Scope;
}

/** A Set (`keyed` absent) or a Map. */
export interface Collection {
  readonly kind: "collection";
  readonly keyed: boolean;
  readonly items: Cell<Items>;
}

/** What `entries()`, `matchAll()` and the like give: it can be gone through once. */
export interface Sequence {
  readonly kind: "sequence";
  readonly items: Items;
  /** The cell that has to be as it was. */
  readonly from?: { readonly cell: Cell<Items>; readonly content: Items };
}

/** A regular expression. With the flags `g` and `y` it has a state, and is not followed. */
export interface Pattern {
  readonly kind: "pattern";
  readonly source: string;
  readonly flags: string;
}

/** A promise that is fulfilled. */
export interface Settled {
  readonly kind: "settled";
  readonly value: Value;
}

/** How something is called. */
export interface Call {
  readonly self: Value;
  /** Unknown where their number is. */
  readonly args: readonly Value[] | Unknown;
  readonly at: Place;
}

/** What is not the plan's own: a global, a module of Node.js, a method of a text. */
export interface Host {
  readonly kind: "host";
  readonly name: string;
  /** A property. Absent: none is known. */
  readonly get?: (machine: Machine, key: string, at: Place) => Value;
  readonly set?: (machine: Machine, key: string, value: Value, at: Place) => void;
  readonly remove?: (machine: Machine, key: string) => void;
  readonly call?: (machine: Machine, call: Call) => Value;
  readonly construct?: (machine: Machine, call: Call) => Value;
}

export type Compound =
  | Unknown
  | List
  | Fields
  | Closure
  | Collection
  | Sequence
  | Pattern
  | Settled
  | Host;

export type Value = Primitive | Compound;

export function isCompound(value: Value): value is Compound {
  return typeof value === "object" && value !== null;
}

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "unknown";
}

export function unknown(cause: Cause, path?: string): Unknown {
  return { kind: "unknown", cause, ...(path === undefined ? {} : { path }) };
}

/** One thing that can change. */
export interface Cell<Content = unknown> {
  content: Content;
  readonly shape: Shape<Content>;
  /** Cells are numbered in the order in which they were made. */
  readonly number: number;
}

/** What the cells of a kind have in common. */
export interface Shape<Content> {
  /** What is known where it is one of two; it has to let go of what it forgets. */
  join(world: World, a: Content, b: Content, cause: Cause): Content;
  lost(cause: Cause): Content;
  isLost(content: Content): boolean;
  /** It never changes again. Absent: it may. */
  isFixed?(content: Content): boolean;
  parts(content: Content): Iterable<Value>;
}

export interface World {
  readonly cells: Cell[];
  readonly trail: { readonly cell: Cell; readonly before: unknown }[];
  /** What code that is not known holds, and may change or call whenever it runs. */
  readonly escaped: Set<Compound>;
  /** Why any code that is not known may change anything. */
  opaque: Cause | undefined;
}

/** Before its declaration has run, a variable has no value. */
export const uninitialized = Symbol("uninitialized");

/** A variable, as it is seen from a place. */
export interface Binding {
  readonly cell: Cell<Value | typeof uninitialized>;
  /** It cannot be assigned. */
  readonly constant: boolean;
}

/** The variables that a stretch of a text sees. */
export interface Scope {
  readonly parent: Scope | undefined;
  readonly bindings: Map<string, Binding>;
  readonly source: SourceText;
  /** `this`; absent where it is that of the scope around. */
  readonly self?: { readonly value: Value };
}

/** How a statement leaves what is around it; nothing where it goes on to the next one. */
export type Completion =
  | undefined
  | { readonly kind: "return"; readonly value: Value }
  | { readonly kind: "break" | "continue" };

/** What a plan is read with. */
export interface Surroundings {
  /** The folder that holds the plan: absolute, without links. */
  readonly context: string;
  /** The folder below which it may read files: absolute, without links. */
  readonly sourceTree: string;
  /** The platform, such as `x86_64-linux`. */
  readonly target: string;
}

/** A plan being read: what Node.js would be if it ran it. */
export interface Machine {
  readonly world: World;
  readonly budget: Budget;
  readonly around: Surroundings;
  /** The environment variables: as they are given, then as the plan changes them. */
  readonly env: Fields;
  /** Code that is not known, and not that of Node.js, runs here and may change the environment. */
  foreign: boolean;
  /** Values of the plan may run functions of it when they are looked at: getters, for instance. */
  sly: boolean;
  /** Environment variables that were read. */
  readonly reads: Set<string>;
  /** Absolute paths of the files that were read beside the plan. */
  readonly files: Set<string>;
  /** The statement at hand. */
  here: Span;
  /** How often something was done that may throw, or not. */
  risks: number;
  /** `try` blocks around the statement at hand. */
  tries: number;
  /** Calls of functions inside each other. */
  depth: number;
  /** Why files may have other content than the disk says, or be elsewhere. */
  written: Cause | undefined;
  /** Regular expressions, and iterators, with a state that is not followed. */
  readonly stirred: WeakSet<object>;
  readonly frozen: WeakSet<object>;
  /** Functions of the plan that are being run as often as code that is not known likes. */
  readonly running: Set<object>;
  // Fields, so that the rooms of the machine need not import each other in circles.
  readonly evaluate: (machine: Machine, node: Expression, scope: Scope) => Value;
  readonly execute: (machine: Machine, nodes: readonly Statement[], scope: Scope) => Completion;
  readonly call: (machine: Machine, callee: Value, call: Call) => Value;
  /** Runs the body of a function, also of an asynchronous one. */
  readonly runBody: (machine: Machine, closure: Closure, call: Call) => Value;
}
