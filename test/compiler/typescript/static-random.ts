/**
 * Random plans: small programs that change variables, arrays and objects in all the ways that make
 * reading hard, with conditions and calls among them that only running them decides.
 */

/** Takes choices from a tape of numbers; at its end every choice is the first. */
interface Tape {
  pick<Item>(items: readonly Item[]): Item;
  count(most: number): number;
}

function tapeOf(numbers: readonly number[]): Tape {
  let at = 0;
  const next = () => numbers[at++] ?? 0;
  return {
    pick: (items) => items[next() % items.length] as (typeof items)[number],
    count: (most) => next() % (most + 1),
  };
}

const texts = ["t0", "t1", "t2"];
const counts = ["n0", "n1"];
const lists = ["l0", "l1", "l2"];
const objects = ["o0", "o1"];
const functions = ["f0", "f1", "f2"];
const keys = ["a", "b", "c"];

/** What only running tells: conditions, texts and functions that habc does not know. */
const unknownConditions = [
  "Date.now() > 0",
  "Date.now() < 0",
  "Math.random() < 2",
  "process.pid === 0",
];
const settingsOf = [
  ...["pkg_maintainer", "pkg_description", "pkg_upstream_url", "pkg_source", "pkg_filename"],
  ...["pkg_dirname", "pkg_svc_run", "pkg_svc_user", "pkg_svc_group", "pkg_prefix"],
];

/** @returns The text of a plan.ts that shows its variables in its settings. */
export function randomPlan(numbers: readonly number[]): string {
  const tape = tapeOf(numbers);
  const { pick, count } = tape;

  function condition(depth: number): string {
    return pick([
      () => `${number(depth)} < ${number(depth)}`,
      () => pick(unknownConditions),
      () => `${text(depth)} === ${text(depth)}`,
      () => `${list(depth)}.includes(${text(depth)})`,
      () => `${list(depth)}.length > ${count(3)}`,
      () => `${list(depth)}.some((x) => x === ${text(depth)})`,
      () => `"${pick(keys)}" in ${pick(objects)}`,
    ])();
  }

  function number(depth: number): string {
    if (depth <= 0) return pick([...counts, "1", "2"]);
    return pick([
      () => pick(counts),
      () => String(count(5)),
      () => `${list(depth - 1)}.length`,
      () => `(${number(depth - 1)} + ${number(depth - 1)})`,
      () => `${text(depth - 1)}.length`,
      () => `(${pick(counts)}++)`,
    ])();
  }

  function text(depth: number): string {
    if (depth <= 0) return pick([...texts, '"x"', '"y"']);
    return pick([
      () => pick(texts),
      () => `"${pick(["x", "y", "x.y", ""])}"`,
      () => `\`\${${text(depth - 1)}}-\${${number(depth - 1)}}\``,
      () => `(${condition(depth - 1)} ? ${text(depth - 1)} : ${text(depth - 1)})`,
      () =>
        `${text(depth - 1)}.replace(${pick(['"x"', "/[xy]/g", "/-(\\d)/"])}, ${text(depth - 1)})`,
      () => `${list(depth - 1)}.join(${pick(['""', '"."'])})`,
      () => `(${list(depth - 1)}[${count(2)}] ?? "none")`,
      () => `String(${pick(objects)}.${pick(keys)})`,
      () => `${pick(functions)}(${text(depth - 1)})`,
      () => `(${pick(texts)} ||= ${text(depth - 1)})`,
      () => `JSON.stringify(${pick([...objects, ...lists])})`,
    ])();
  }

  function list(depth: number): string {
    if (depth <= 0) return pick(lists);
    return pick([
      () => pick(lists),
      () => `[${text(depth - 1)}, ${text(depth - 1)}]`,
      () => `[...${list(depth - 1)}, ${text(depth - 1)}]`,
      () =>
        `${list(depth - 1)}.map((x) => ${pick(["x", "x + 1", "`<${x}>`", `${pick(functions)}(x)`])})`,
      () => `${list(depth - 1)}.filter((x) => x !== ${text(depth - 1)})`,
      () => `(${condition(depth - 1)} ? ${list(depth - 1)} : ${list(depth - 1)})`,
      () => `Object.keys(${pick(objects)})`,
      () => `[...new Set(${list(depth - 1)})]`,
      () => `${text(depth - 1)}.split(".")`,
      () => `${list(depth - 1)}.slice(${count(2)})`,
    ])();
  }

  function block(depth: number, inLoop: boolean, inFunction: boolean): string {
    const lines = Array.from({ length: 1 + count(2) }, () => statement(depth, inLoop, inFunction));
    return `{ ${lines.join(" ")} }`;
  }

  function statement(depth: number, inLoop: boolean, inFunction: boolean): string {
    const simple = [
      () => `${pick(texts)} = ${text(2)};`,
      () => `${pick(counts)} ${pick(["=", "+="])} ${number(1)};`,
      () => `${pick(lists)}.${pick(["push", "unshift"])}(${text(1)});`,
      () => `${pick(lists)} = ${list(2)};`,
      () => `${pick(lists)}.${pick(["pop()", "shift()", "reverse()", "sort()", "splice(0, 1)"])};`,
      () => `${pick(objects)}.${pick(keys)} = ${text(1)};`,
      () => `delete ${pick(objects)}.${pick(keys)};`,
      () => `${pick(objects)} = { ...${pick(objects)}, ${pick(keys)}: ${text(1)} };`,
      () => `${pick(functions)}(${text(1)});`,
      () => `[${pick(texts)}, ${pick(texts)} = "d"] = ${list(1)} as any;`,
      () => `({ ${pick(keys)}: ${pick(texts)} = "e" } = ${pick(objects)});`,
      // Code that habc does not know, and that does what it is given.
      () => `Reflect.apply(${pick(functions)}, undefined, [${text(1)}]);`,
      () => `Reflect.set(${pick(objects)}, "${pick(keys)}", ${text(1)});`,
      () => `held = Reflect.get({ x: ${pick([...lists, ...objects, ...functions])} }, "x");`,
      () =>
        `if (Array.isArray(held)) held.push("h"); else if (typeof held === "function") held("h"); else if (held) held.a = "h";`,
      () => `queueMicrotask(() => { ${pick(texts)} = "micro"; });`,
      () => `${pick(lists)}.forEach((x) => { ${pick(texts)} += x; });`,
    ];
    const nested = [
      () =>
        `if (${condition(1)}) ${block(depth - 1, inLoop, inFunction)} else ${block(depth - 1, inLoop, inFunction)}`,
      () => `if (${pick(unknownConditions)}) ${block(depth - 1, inLoop, inFunction)}`,
      () =>
        `for (const x of ${list(1)}.slice(0, 3)) { ${pick(texts)} = x as string; ${statement(depth - 1, true, inFunction)} }`,
      () => `for (let i = 0; i < ${count(3)}; i++) ${block(depth - 1, true, inFunction)}`,
      () => `for (const k in ${pick(objects)}) ${block(depth - 1, true, inFunction)}`,
      () =>
        `try ${block(depth - 1, inLoop, inFunction)} catch (e) ${block(depth - 1, inLoop, inFunction)} finally { n0 += 1; }`,
      () =>
        `switch (${text(1)}) { case "x": ${statement(depth - 1, false, inFunction)} case "y": ${statement(depth - 1, false, inFunction)} break; default: ${statement(depth - 1, false, inFunction)} }`,
      () => `if (${condition(1)}) throw new Error("thrown");`,
    ];
    const leaving = [
      ...(inLoop ? [() => `if (${condition(1)}) ${pick(["break", "continue"])};`] : []),
      ...(inFunction ? [() => `if (${condition(1)}) return ${text(1)};`] : []),
    ];
    const all =
      depth <= 0 ? [...simple, ...leaving] : [...simple, ...nested, ...nested, ...leaving];
    return pick(all)();
  }

  /** Functions that do not call functions: so that every plan comes to an end. */
  function body(): string {
    return block(2, false, true)
      .replaceAll(/\bf(\d)\(/g, "String(")
      .replaceAll(/apply\(f\d, undefined, \[/g, "apply(String, undefined, [")
      .replaceAll(/(?:\bx: )f\d/g, "x: l0");
  }

  const declarations = [
    `let t0 = "x", t1 = "x.y", t2 = ""; let n0 = 0, n1 = 2;`,
    `let l0: any = ["x", "y"], l1: any = l0, l2: any = []; let o0: any = { a: "x" }, o1: any = { b: "y", a: "z" }; let held: any;`,
    ...functions.map(
      (name) => `function ${name}(p: any): any { let own = p; ${body()} return own; }`,
    ),
  ];
  const statements = Array.from({ length: 2 + count(8) }, () => statement(3, false, false));
  const shown = [...texts, ...counts, ...lists, ...objects];
  const settings = shown.map((name, index) => {
    const value = `JSON.stringify(${name}) ?? "undefined"`;
    return `${settingsOf[index]}: ${pick([value, `() => ${value}`])},`;
  });
  return [
    `import { definePlan } from "habc";`,
    ...declarations,
    ...statements,
    `export default definePlan({ pkg_name: "random", pkg_version: "1", ${settings.join("\n")} });`,
  ].join("\n");
}
