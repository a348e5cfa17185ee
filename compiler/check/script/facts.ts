/** What a bash text calls, reads and defines: the facts that the checks of plan.sh rest on. */
import {
  type Assignment,
  type Command,
  forEachChild,
  type ParsedScript,
  type SyntaxNode,
  type Word,
} from "unbash";
import { isName } from "../../bash/text/text.ts";

/** Where in the text something is. */
interface Place {
  readonly pos: number;
  readonly end: number;
}

/** A call of a command by a name that is written out. */
export interface Call extends Place {
  readonly name: string;
  readonly nameAt: Place;
  readonly node: Command;
  readonly around: Around;
}

/** A variable that is read. */
export interface Read extends Place {
  readonly name: string;
}

/** A variable that is given a value. */
export interface Write extends Place {
  readonly name: string;
  /** The words of an assignment: the items of a list, or the one of a text. */
  readonly items: readonly Word[];
  /** The words of which it gets one; undefined where it gets something else. */
  readonly choices: readonly Word[] | undefined;
  /** It is only declared, as by `local x`. */
  readonly isDeclaration: boolean;
  /** The function that it is in, by the place where the definition begins. */
  readonly definedAt: number | undefined;
}

/** What is around a command. */
export interface Around {
  /** The function that the text defines, by the place where the definition begins. */
  readonly definedAt: number | undefined;
  /** Its failure is expected: before `||`, in a condition, or behind `!`. */
  readonly mayFail: boolean;
  /** The `local`, `export` … whose assignment substitutes its output. */
  readonly holder: Holder | undefined;
  /** Nobody looks at its status: it is piped on, or part of a loop's words, a test or a text. */
  readonly isUnseen: boolean;
  /** The command that has its output among its words. */
  readonly user: Command | undefined;
}

/** A command such as `local` with the assignment that substitutes the output of another. */
export interface Holder {
  readonly command: Command;
  readonly name: string;
}

/** What is known of one text. */
export interface ScriptFacts {
  readonly calls: readonly Call[];
  readonly reads: readonly Read[];
  readonly writes: readonly Write[];
  /** Where each function is defined, by name. */
  readonly functions: readonly (Place & { readonly name: string; readonly nameAt: Place })[];
  /** Every word that is a name, wherever it stands: what is not here is used nowhere. */
  readonly words: ReadonlyMap<string, number>;
  /** Where no comment begins: words, and here-documents. */
  readonly opaque: readonly Place[];
}

const known = new WeakMap<ParsedScript, ScriptFacts>();

/** Looks through a text once; plans that source the same one share the facts. */
export function factsOf(script: ParsedScript): ScriptFacts {
  const found = known.get(script) ?? collect(script);
  known.set(script, found);
  return found;
}

type Growing = {
  readonly [Name in
    | "calls"
    | "reads"
    | "writes"
    | "functions"
    | "opaque"]: ScriptFacts[Name][number][];
} & { readonly words: Map<string, number> };

const outside: Around = {
  definedAt: undefined,
  mayFail: false,
  holder: undefined,
  isUnseen: false,
  user: undefined,
};

function collect(script: ParsedScript): ScriptFacts {
  const facts: Growing = {
    calls: [],
    reads: [],
    writes: [],
    functions: [],
    opaque: [],
    words: new Map(),
  };
  visit(script, outside, facts);
  return facts;
}

function visit(node: SyntaxNode, around: Around, facts: Growing): void {
  const inner = (child: SyntaxNode, there = around) => visit(child, there, facts);
  switch (node.type) {
    case "Script":
      // The places of an escaped substitution do not count in the text of the file.
      if (node.source === undefined) for (const command of node.commands) inner(command);
      return;
    case "Function": {
      const { value: name, pos, end } = node.name;
      facts.functions.push({ name, nameAt: { pos, end }, pos: node.pos, end: node.end });
      const definedAt = around.definedAt ?? node.pos;
      inner(node.body, { ...outside, definedAt });
      return;
    }
    case "Command":
      visitCommand(node, around, facts);
      return;
    case "AndOr":
      node.commands.forEach((command, index) => {
        const mayFail = around.mayFail || node.operators.slice(index).includes("||");
        inner(command, { ...around, mayFail });
      });
      return;
    case "Pipeline": {
      const isNegated = node.prefixes.some(({ type }) => type === "Negation");
      for (const command of node.commands) {
        const isUnseen = around.isUnseen || command !== node.commands.at(-1);
        inner(command, { ...around, isUnseen, mayFail: around.mayFail || isNegated });
      }
      return;
    }
    case "If":
    case "Elif":
    case "While":
      forEachChild(node, (child) => {
        inner(child, child === node.clause ? { ...around, mayFail: true } : around);
      });
      return;
    case "Assignment":
      facts.writes.push(
        written(node.name, node, around, { items: itemsOf(node), choices: choicesOf(node) }),
      );
      break;
    case "For":
    case "Select":
      facts.writes.push(written(node.name.value, node.name, around, { choices: node.wordlist }));
      visitWords(node, around, facts);
      return;
    case "Case":
    case "CaseItem":
    case "TestCommand":
    case "Redirect":
    case "HereDoc":
    case "HereString":
      visitWords(node, around, facts);
      return;
    case "Word":
      noteWord(node, facts);
      break;
    case "HereDocBody":
      facts.opaque.push(node);
      break;
    case "SimpleExpansion":
      noteRead(node.text.slice(1), { pos: node.pos + 1, end: node.end }, facts);
      break;
    case "ParameterExpansion":
      noteRead(node.parameter, { pos: node.parameterPos, end: node.parameterEnd }, facts);
      break;
    case "ArithmeticWord":
      noteRead(node.value, node, facts);
      break;
  }
  forEachChild(node, (child) => inner(child));
}

/** What stands in the words of these is expanded, and its status is lost. */
function visitWords(node: SyntaxNode, around: Around, facts: Growing): void {
  forEachChild(node, (child) => {
    const isBody = child.type === "CompoundList" || child.type === "CaseItem";
    visit(child, isBody ? around : { ...around, isUnseen: true }, facts);
  });
}

function visitCommand(node: Command, around: Around, facts: Growing): void {
  const name = node.name === undefined ? undefined : literalText(node.name);
  if (name !== undefined && node.name !== undefined) {
    const { pos, end } = node;
    facts.calls.push({ name, nameAt: node.name, node, around, pos, end });
    if (declaring.has(name)) noteDeclared(node, around, facts);
  }
  forEachChild(node, (child) => {
    const holds = child.type === "Assignment" && name !== undefined && hiding.has(name);
    const holder = holds ? { command: node, name: child.name } : undefined;
    visit(child, { ...around, holder, user: name === undefined ? around.user : node }, facts);
  });
}

/** Commands that succeed whatever a substitution in their assignments does. */
const hiding = new Set(["local", "declare", "typeset", "export", "readonly"]);

/** Commands whose words are the names of variables that they set. */
const declaring = new Set([
  ...hiding,
  "read",
  "mapfile",
  "readarray",
  "unset",
  "printf",
  "getopts",
]);

function noteDeclared(node: Command, around: Around, facts: Growing): void {
  for (const word of node.suffix) {
    if (word.type === "Word" && isName(word.value)) {
      const isDeclaration = hiding.has(node.name?.value ?? "");
      facts.writes.push(written(word.value, word, around, { isDeclaration }));
    }
  }
}

function written(
  name: string,
  { pos, end }: Place,
  { definedAt }: Around,
  more: Partial<Pick<Write, "items" | "choices" | "isDeclaration">> = {},
): Write {
  const { items = [], choices, isDeclaration = false } = more;
  return { name, pos, end, items, choices, isDeclaration, definedAt };
}

function itemsOf({ value }: Assignment): readonly Word[] {
  return value.type === "ArrayValue" ? value.elements : [value];
}

function noteWord(node: Word, facts: Growing): void {
  facts.opaque.push(node);
  for (const [name] of node.text.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) {
    facts.words.set(name, (facts.words.get(name) ?? 0) + 1);
  }
}

function noteRead(name: string, { pos, end }: Place, facts: Growing): void {
  if (isName(name)) facts.reads.push({ name, pos, end });
}

function choicesOf({ value, append, index }: Assignment): readonly Word[] | undefined {
  return append || index !== undefined || value.type === "ArrayValue" ? undefined : [value];
}

/** The text of a word without expansions; undefined for any other. */
export function literalText(
  word: Word,
  variable: (name: string) => string | undefined = () => undefined,
): string | undefined {
  return word.parts === undefined ? word.value : joined(word.parts, variable);
}

type Parts = NonNullable<Word["parts"]>;

function joined(
  parts: readonly Parts[number][],
  variable: (name: string) => string | undefined,
): string | undefined {
  let text = "";
  for (const part of parts) {
    const piece = pieceText(part, variable);
    if (piece === undefined) return undefined;
    text += piece;
  }
  return text;
}

function pieceText(
  part: Parts[number],
  variable: (name: string) => string | undefined,
): string | undefined {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return part.value;
    case "DoubleQuoted":
      return joined(part.parts, variable);
    case "SimpleExpansion":
      return variable(part.text.slice(1));
    case "ParameterExpansion": {
      const { prefix, index, operation, parameter } = part;
      return (prefix ?? index ?? operation) ? undefined : variable(parameter);
    }
    default:
      return undefined;
  }
}
