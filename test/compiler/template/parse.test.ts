import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Node, parseTemplate, TemplateSyntaxError } from "../../../compiler/template/index.ts";

/** A short form of a tree, to compare. */
function shown(text: string, nodes: readonly Node[] = parseTemplate(text).nodes): string {
  return nodes
    .map((node) => {
      const part = (range: { start: number; end: number }) => text.slice(range.start, range.end);
      switch (node.type) {
        case "text":
          return JSON.stringify(part(node));
        case "comment":
          return "comment";
        case "output":
          return `out(${[node.call.name, ...node.call.args].map(part).join(" ")})`;
        case "block": {
          const params = node.params.map(({ name }) => name).join(" ");
          const head = [node.call.name, ...node.call.args].map(part).join(" ");
          return `block(${head}|${params}|${shown(text, node.body)}|${shown(text, node.otherwise)})`;
        }
        default:
          return node.type;
      }
    })
    .join(" ");
}

function refusal(text: string): TemplateSyntaxError {
  try {
    parseTemplate(text);
  } catch (thrown) {
    if (thrown instanceof TemplateSyntaxError) return thrown;
    throw thrown;
  }
  throw new Error(`${text} was read`);
}

describe("what the supervisor's engine reads", () => {
  test.each([
    ["plain } text {", '"plain } text {"'],
    ["a {{b}} c", '"a " out(b) " c"'],
    ["{{ ~ b ~ }}", "out(b)"],
    ["{{{b}}}{{& b}}{{ {b} }}", "out(b) out(b) out(b)"],
    ["{{toJson cfg.a}}", "out(toJson cfg.a)"],
    ["{{strJoin cfg.a ', '}}", "out(strJoin cfg.a ', ')"],
    [
      "{{eq a 1}}{{eq a -1.5}}{{eq a true}}{{eq a null}}",
      "out(eq a 1) out(eq a -1.5) out(eq a true) out(eq a null)",
    ],
    ["{{x (eq a (lookup b 'c')) k=1}}", "out(x (eq a (lookup b 'c')))"],
    [
      "{{../a}}{{../../a.b}}{{this}}{{this.a}}{{./a}}{{@key}}{{@root.a}}{{@../index}}",
      "out(../a) out(../../a.b) out(this) out(this.a) out(./a) out(@key) out(@root.a) out(@../index)",
    ],
    ["{{a.[0].b}}{{a.[x y]}}{{a/b}}", "out(a.[0].b) out(a.[x y]) out(a/b)"],
    ["{{#if a}}x{{/if}}", 'block(if a||"x"|)'],
    ["{{# if a }}x{{ else }}y{{ / if }}", 'block(if a||"x"|"y")'],
    ["{{#if a}}x{{else if b}}y{{else}}z{{/if}}", 'block(if a||"x"|block(if b||"y"|"z"))'],
    ["{{#if a}}x{{^}}y{{/if}}", 'block(if a||"x"|"y")'],
    ["{{#each a as |v k|}}{{v}}{{/each}}", "block(each a|v k|out(v)|)"],
    ["{{~#eachAlive a as |m|~}}{{~/eachAlive~}}", "block(eachAlive a|m||)"],
    ["{{! a }}b{{!-- }} --}}{{!}}", 'comment "b" comment comment'],
    ["\\{{a}} {{b}}", '"\\\\{{a}} " out(b)'],
    ["\\\\{{a}}", '"\\\\\\\\" out(a)'],
    ["{{{{raw}}}} {{a}} {{{{/raw}}}}", "raw"],
    ["{{> a/b.conf x=1}}{{#> layout}}x{{/layout}}", "partial partial"],
    ['{{#*inline "a"}}x{{/inline}}', "decorator"],
    ["{{a-b_c$d:e}}{{é}}", "out(a-b_c$d:e) out(é)"],
  ])("%s", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  test("an index without its dot is taken, and told", () => {
    expect(parseTemplate("{{a[0].b}} {{#each c.d[1]}}{{/each}}").oldIndices).toEqual([3, 22]);
    expect(parseTemplate("{{a.[0].b}}").oldIndices).toEqual([]);
  });

  test("every part knows where it is", () => {
    const text = "a{{#if cfg.b}}c{{/if}}";
    const [, block] = parseTemplate(text).nodes;
    expect(block).toMatchObject({ type: "block", start: 1, end: text.length });
    if (block?.type !== "block") throw new Error("no block");
    expect(block.call.args[0]).toMatchObject({ start: 7, end: 12 });
  });
});

describe("what it refuses", () => {
  test.each([
    ["{{#if a}}x", "the block that `{{#if a}}` begins has no end", "{{#if a}}"],
    ["{{#if a}}x{{/each}}", "`{{/each}}` ends a block that `{{#if}}` begins", "each"],
    ["x{{/if}}", "`{{/if}}` stands outside of a block", "{{/if}}"],
    ["x{{else}}", "`{{else}}` stands outside of a block", "{{else}}"],
    ["{{#if a}}{{else}}{{else}}{{/if}}", "a second `{{else}}` in one block", "{{else}}"],
    ["{{a", "expected `}}`, found the end of the file", ""],
    ["{{}}", "expected a value or a helper, found `}}`", "}"],
    ["{{.}}", "expected a value or a helper, found `.}}`", "."],
    ["{{a.}}", "expected `}}`, found `.}}`", "."],
    ["{{cfg.a b}}", "expected `}}`, found `b}}`", "b"],
    ["{{#cfg.a}}{{/cfg.a}}", "expected `}}`, found `.a}}{{/cfg.a`", "."],
    ["{{x 'a}}", "expected a text with its end, found `'a}}`", "'"],
    ["{{x (a}}", "expected `)`, found `}}`", "}"],
    [
      "{{#each a as |}}{{/each}}",
      "expected the name of a block parameter, found `}}{{/each}}`",
      "}",
    ],
    ["{{! a", "the comment that `{{!` begins has no end", "{{!"],
    ["{{../@index}}", "expected a value or a helper, found `../@index}}`", "."],
  ])("%s", (text, message, at) => {
    const error = refusal(text);
    expect(error.message).toBe(message);
    expect(text.slice(error.range.start, error.range.end)).toBe(at);
  });

  test.each(["{{#if a}}", "{{#if a}}{{else if b}}", "{{#> a}}"])(
    "%s a hundred thousand times, without an end of the stack",
    (text) => {
      expect(refusal(text.repeat(100_000)).message).toContain("inside each other");
    },
  );
});

test("parentheses inside each other have an end too", () => {
  expect(refusal(`{{x ${"(y ".repeat(100_000)}`).message).toContain("inside each other");
});

test("any text is read or refused with a place in it", () => {
  const pieces = [
    "{{",
    "}}",
    "{{{",
    "{{#",
    "{{/",
    "if",
    " ",
    "a.b",
    "else",
    "~",
    "|",
    "as",
    "(",
    ")",
    "'",
    "[",
    "]",
    "=",
    "\\",
    "!",
    "--",
    "\n",
    "é",
    "@",
    "../",
    ">",
    "1",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
      const text = parts.join("");
      try {
        const { nodes } = parseTemplate(text);
        expect(nodes.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
      } catch (thrown) {
        if (!(thrown instanceof TemplateSyntaxError)) throw thrown;
        const { start, end } = thrown.range;
        expect(0 <= start && start <= end && end <= text.length).toBe(true);
      }
    }),
    { numRuns: 5000 },
  );
});
