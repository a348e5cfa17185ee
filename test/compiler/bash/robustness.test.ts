import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { compileBashPlan } from "../../../compiler/bash/index.ts";
import { isHabcError, type PlanIR } from "../../../compiler/ir/index.ts";
import { PlanFolder } from "./oracle.ts";
import { files, program } from "./programs/program.ts";

const folder = new PlanFolder({
  ...files,
  "loop.sh": "source loop.sh\n",
  "a.sh": ". ./b.sh",
  "b.sh": ". ./a.sh",
});
afterAll(() => folder.remove());

/** What came of a text: an IR, or the code of the refusal. Anything else that is thrown is a defect. */
function outcome(text: string | Uint8Array): PlanIR | string {
  try {
    return compileBashPlan({ file: folder.plan(text) });
  } catch (thrown) {
    if (!isHabcError(thrown)) throw thrown;
    return thrown.diagnostic.code;
  }
}

describe("any bytes", () => {
  const options = { seed: 1, numRuns: 150 };

  test("random ones", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void outcome(bytes)),
      options,
    );
  });

  test("random words of the language", () => {
    const words = fc.constantFrom(
      ..."if then else elif fi for do done while until case esac in function select time { } ( ) (( )) [[ ]] ; ;; & && | || < > << <<< <( $( ${ ` ' \" \\ = += [ ] * ? ~ # ! $ @ x pkg_x=1 pkg_x=( \n".split(
        " ",
      ),
      "\n",
      " ",
    );
    const texts = fc.array(words, { maxLength: 40 }).map((list) => list.join(" "));
    fc.assert(
      fc.property(texts, (text) => void outcome(text)),
      { ...options, numRuns: 400 },
    );
  });

  test("plans with a few characters changed", () => {
    const change = fc.tuple(
      fc.nat(),
      fc.nat(4),
      fc.constantFrom(
        "",
        "'",
        '"',
        "$",
        "${",
        "(",
        ")",
        "`",
        "\\",
        "\n",
        "}",
        "\0",
        "\xff",
        "<<E\n",
      ),
    );
    const changed = fc
      .tuple(program, fc.array(change, { minLength: 1, maxLength: 4 }))
      .map(([text, changes]) =>
        changes.reduce((result, [at, cut, put]) => {
          const place = at % (result.length + 1);
          return result.slice(0, place) + put + result.slice(place + cut);
        }, text),
      );
    fc.assert(
      fc.property(changed, (text) => void outcome(Buffer.from(text, "latin1"))),
      { ...options, numRuns: 300 },
    );
  });

  test("bytes that are no UTF-8 are kept", () => {
    const ir = outcome(Buffer.from("pkg_x=a\xff\xe9b\npkg_y=\xc3\xa9\n", "latin1"));
    expect(ir).toMatchObject({ settings: { pkg_x: "a\udcff\udce9b", pkg_y: "é" } });
  });

  test.each([
    ["an unclosed quote", "pkg_x='a\npkg_y=b\n", "unterminated"],
    ["an unclosed if", "if true; then\npkg_x=1\n", "to close"],
    ["a stray word", "pkg_x=1\nfi\n", "unexpected token"],
    ["a NUL byte", "pkg_x=1\0\n", "NUL"],
  ])("%s is a syntax error with its place", (_, text, message) => {
    const file = folder.plan(text);
    const compile = () => compileBashPlan({ file });
    expect(compile).toThrow(message);
    expect(compile).toThrow(
      expect.objectContaining({
        diagnostic: expect.objectContaining({
          code: "plan-syntax",
          spans: [expect.objectContaining({ file })],
        }),
      }),
    );
  });
});

describe("work without bounds", () => {
  const endless: readonly (readonly [string, string])[] = [
    ["a loop", "while true; do pkg_x+=a; done"],
    ["a loop of nothing", "while :; do :; done"],
    [
      "a loop that cannot be known",
      "while uname; do pkg_x+=a; i=$((i + 1)); l+=($i); done\npkg_y=1",
    ],
    ["recursion", "f() { f; }\nf"],
    ["recursion in substitutions", "f() { echo $(f); }\npkg_x=$(f)"],
    ["eval of itself", 'e=\'eval "$e"\'\neval "$e"'],
    ["a text that doubles", "x=aaaaaaaaaa\nfor i in {1..100}; do x=$x$x; done"],
    ["a list that doubles", 'l=(a b)\nfor i in {1..100}; do l+=("${l[@]}"); done'],
    ["many braces", "pkg_x=(x{1..1000}{1..1000}{1..1000})"],
    ["a far index", 'pkg_x[99999999999]=a\npkg_l=("${pkg_x[@]}")'],
    [
      "a pattern that backtracks",
      `v=${"a".repeat(3000)}\nshopt -s extglob\npkg_x=\${v//*(*(a)*(a))b/}`,
    ],
    ["an expression that backtracks", `[[ ${"a".repeat(2000)} =~ ^(a|a)*(a|aa)+b$ ]] && pkg_x=1`],
    ["numbers of many digits", `pkg_x=$((2 ** 62 * 9))\npkg_y=$((${"9".repeat(5000)}))`],
    ["deep nesting", `${"( ".repeat(3000)}:${" )".repeat(3000)}`],
    ["deep groups", `${"{ ".repeat(500)}:${"; }".repeat(500)}`],
    ["deep substitutions", `pkg_x=${"$(echo ".repeat(300)}a${")".repeat(300)}`],
    ["deep arithmetic", `pkg_x=$((${"(".repeat(5000)}1${")".repeat(5000)}))`],
    ["a deep expression", `[[ ${"( ".repeat(2000)}a${" )".repeat(2000)} ]]`],
    ["arithmetic in circles", "a=b b=a\npkg_x=$((a))"],
    ["names in circles", "declare -n a=b\ndeclare -n b=a\na=1"],
    ["a long format", "printf -v pkg_x '%9999999s' a"],
  ];

  test.each(endless)("%s ends soon", (_, text) => {
    const start = performance.now();
    const result = outcome(`pkg_name=a\n${text}\n`);
    expect(performance.now() - start).toBeLessThan(5000);
    if (typeof result === "string") expect(result).toBe("plan-syntax");
    else expect({ ...result.settings, ...result.dynamic }).toHaveProperty("pkg_name");
  });

  test.each(["source loop.sh", "source a.sh", '. "${BASH_SOURCE[0]}"'])("%s is caught", (text) => {
    const ir = outcome(text);
    expect(ir).toMatchObject({
      diagnostics: [
        { code: "plan-load-failed", message: expect.stringContaining("without an end") },
      ],
    });
  });
});

describe("files", () => {
  test("that is missing", () => {
    expect(() => compileBashPlan({ file: `${folder.path}/none.sh` })).toThrow(
      expect.objectContaining({ diagnostic: expect.objectContaining({ code: "plan-not-found" }) }),
    );
    expect(() => compileBashPlan({ file: folder.path })).toThrow(
      expect.objectContaining({ diagnostic: expect.objectContaining({ code: "plan-not-found" }) }),
    );
  });

  test("outside the repository are never read, whatever leads there", async () => {
    const { symlinkSync } = await import("node:fs");
    symlinkSync("/etc", `${folder.path}/link`);
    for (const path of [
      "/etc/passwd",
      "../../../../etc/passwd",
      "link/passwd",
      "d/../link/passwd",
      "/proc/self/environ",
    ]) {
      expect(
        outcome(`pkg_x=$(cat ${path})\nread -r pkg_y < ${path}\nmapfile pkg_z < ${path}\ntrue`),
      ).toMatchObject({
        settings: {},
        dynamic: {
          pkg_x: { reason: expect.stringContaining("outside the plan's repository") },
          pkg_y: {},
          pkg_z: {},
        },
        files: [],
      });
    }
  });
});
