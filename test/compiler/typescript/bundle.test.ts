import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, realpath, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { type HabcError, isHabcError } from "../../../compiler/ir/index.ts";
import { bundlePlan } from "../../../compiler/typescript/bundle.ts";

/** Writes files below a new folder. @returns Its real path. */
async function tree(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "habc-bundle-")));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

interface Bundled {
  readonly folder: string;
  readonly files: readonly string[];
  readonly outFile: string;
}

/** Bundles `src/plan.ts` with `src` as the source tree. */
async function bundle(files: Readonly<Record<string, string>>): Promise<Bundled> {
  const folder = await tree(files);
  const outFile = join(folder, "plan.mjs");
  const sourceTree = join(folder, "src");
  const result = await bundlePlan({ file: join(sourceTree, "plan.ts"), sourceTree, outFile });
  return { folder, outFile, files: result.files };
}

/** The error of a plan, with the text under its span. */
async function refusal(
  files: Readonly<Record<string, string>>,
  prepare?: (folder: string) => Promise<unknown>,
): Promise<HabcError & { under?: string }> {
  const folder = await tree(files);
  await prepare?.(folder);
  const sourceTree = join(folder, "src");
  const outFile = join(folder, "plan.mjs");
  const error = await bundlePlan({ file: join(sourceTree, "plan.ts"), sourceTree, outFile }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isHabcError(error)) throw new Error(`no refusal: ${error}`);
  expect(existsSync(outFile)).toBe(false);
  const refused = error as HabcError & { under?: string };
  const [span] = refused.diagnostic.spans;
  if (span === undefined) return refused;
  const lines = (await readFile(span.file, "utf8")).split("\n");
  expect(span.start.line).toBe(span.end.line);
  const line = lines[span.start.line - 1] ?? "";
  return Object.assign(refused, { under: line.slice(span.start.column - 1, span.end.column - 1) });
}

const head = 'import { definePlan } from "habc";\n';
const plan = `${head}export default definePlan({ pkg_name: "a", pkg_version: "1" });\n`;

describe("a bundle", () => {
  test("holds all that the plan imports, and says what was read", async () => {
    const { folder, files, outFile } = await bundle({
      "node_modules/padded/package.json": '{ "name": "padded", "type": "module", "main": "a.js" }',
      "node_modules/padded/a.js": "export const padded = (text) => ` ${text} `;\n",
      "src/lib/version.ts":
        'import data from "./data.json";\nexport const version: string = data.v;\n',
      "src/lib/data.json": '{ "v": "1.2" }',
      "src/plan.ts": `${head}import { join } from "node:path";
        import { version } from "./lib/version.ts";
        import { padded } from "padded";
        export default definePlan({ pkg_name: join("a", padded("b")), pkg_version: version });`,
    });
    expect(files).toEqual([
      join(folder, "node_modules/padded/a.js"),
      join(folder, "src/lib/data.json"),
      join(folder, "src/lib/version.ts"),
      join(folder, "src/plan.ts"),
    ]);
    const elsewhere = join(await tree({}), "moved.mjs");
    await writeFile(elsewhere, await readFile(outFile));
    const { default: value } = await import(pathToFileURL(elsewhere).href);
    expect(value).toMatchObject({ pkg_name: "a/ b ", pkg_version: "1.2" });
    expect(Symbol.for("habc.plan") in value).toBe(true);
  });

  test("names its sources absolutely, and which of them are not the plan's own", async () => {
    const { folder, outFile } = await bundle({
      "node_modules/padded/index.js": "export const one = 1;\n",
      "src/plan.ts": `import { one } from "padded";\n${plan.replace('"1"', "String(one)")}`,
    });
    const text = await readFile(outFile, "utf8");
    const base64 = /sourceMappingURL=data:application\/json;base64,(.*)\n$/.exec(text)?.[1] ?? "";
    const map = JSON.parse(Buffer.from(base64, "base64").toString());
    const own = map.sources.filter((_: string, at: number) => !map.ignoreList.includes(at));
    expect(own).toEqual([pathToFileURL(join(folder, "src/plan.ts")).href]);
    expect(map.sources).toContain(pathToFileURL(join(folder, "node_modules/padded/index.js")).href);
    expect(map.sourcesContent[map.sources.indexOf(own[0])]).toContain('from "padded"');
  });

  test("is made without running the plan, whatever a tsconfig.json around it says", async () => {
    const folder = await tree({
      "tsconfig.json": "{ this is no JSON",
      "src/plan.ts": `${head}import { writeFileSync } from "node:fs";
        writeFileSync(new URL("ran", import.meta.url), "");
        while (true) {}
        export default definePlan({ pkg_name: "a", pkg_version: "1" });`,
    });
    const sourceTree = join(folder, "src");
    const outFile = join(folder, "plan.mjs");
    await bundlePlan({ file: join(sourceTree, "plan.ts"), sourceTree, outFile });
    expect(existsSync(join(sourceTree, "ran"))).toBe(false);
  });

  test("repeats its bytes", async () => {
    const { folder, outFile } = await bundle({ "src/plan.ts": plan });
    const again = join(folder, "again/plan.mjs");
    await mkdir(dirname(again));
    const sourceTree = join(folder, "src");
    await bundlePlan({ file: join(sourceTree, "plan.ts"), sourceTree, outFile: again });
    expect(await readFile(again, "utf8")).toBe(await readFile(outFile, "utf8"));
  });

  test("takes a moment", async () => {
    await bundle({ "src/plan.ts": plan });
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const folder = await tree({ "src/plan.ts": plan });
      const sourceTree = join(folder, "src");
      const started = performance.now();
      await bundlePlan({
        file: join(sourceTree, "plan.ts"),
        sourceTree,
        outFile: join(folder, "plan.mjs"),
      });
      times.push(performance.now() - started);
    }
    expect(Math.min(...times)).toBeLessThan(30);
  });
});

describe("a plan that cannot be bundled is refused with its place:", () => {
  test("a syntax error, with columns in UTF-16 units", async () => {
    const error = await refusal({ "src/plan.ts": `${head}const "naïve 🎉" = 1;\n` });
    expect(error.diagnostic.code).toBe("plan-syntax");
    expect(error.diagnostic.spans[0]?.start).toEqual({ line: 2, column: 7 });
    expect(error.message).toBe('Expected identifier but found "\\"naïve 🎉\\""');
    expect(error.under).toBe('"naïve 🎉"');
    const after = await refusal({ "src/plan.ts": `${head}const a = "🎉é"; const const = 1;\n` });
    expect(after.under).toBe("const");
    expect(after.diagnostic.spans[0]?.start.column).toBe(24);
  });

  test("every error of several", async () => {
    const error = await refusal({
      "src/plan.ts": `${head}import "./one.ts";\nimport "./two.ts";\n${plan}`,
    });
    expect(error.diagnostic.code).toBe("plan-syntax");
    expect(error.under).toBe('"./one.ts"');
    expect(error.others.map(({ message }) => message)).toEqual(['Could not resolve "./two.ts"']);
  });

  test("an import by a relative path that leads out of the source tree", async () => {
    const error = await refusal({
      "secret.ts": "export const secret = 1;\n",
      "src/plan.ts": `import { secret } from "../secret.ts";\n${plan}export { secret };\n`,
    });
    expect(error.diagnostic.code).toBe("plan-import-outside");
    expect(error.under).toBe('"../secret.ts"');
    expect(error.message).toMatch(
      /^the import "..\/secret.ts" leads to .*, outside the source tree$/,
    );
    expect(error.diagnostic.hint).toBeDefined();
  });

  test("by an absolute path, and a dynamic one", async () => {
    const error = await refusal({
      "src/plan.ts": `const passwords = await import("/etc/passwd");\n${plan}export { passwords };\n`,
    });
    expect(error.diagnostic.code).toBe("plan-import-outside");
    expect(error.under).toBe('"/etc/passwd"');
  });

  test("through a symbolic link, in the tree and in node_modules", async () => {
    const files = {
      "secret/index.ts": "export const secret = 1;\n",
      "src/plan.ts": `import { secret } from "./link/index.ts";\n${plan}export { secret };\n`,
    };
    const error = await refusal(files, (folder) =>
      symlink(join(folder, "secret"), join(folder, "src/link")),
    );
    expect(error.diagnostic.code).toBe("plan-import-outside");
    const linked = {
      ...files,
      "src/plan.ts": files["src/plan.ts"].replace("./link/index.ts", "pkg"),
    };
    const other = await refusal(linked, async (folder) => {
      await mkdir(join(folder, "node_modules"));
      await symlink(join(folder, "secret"), join(folder, "node_modules/pkg"));
    });
    expect(other.diagnostic.code).toBe("plan-import-outside");
  });

  test("by a file that the plan imports", async () => {
    const error = await refusal({
      "secret.ts": "export const secret = 1;\n",
      "src/lib.ts": 'export * from "../secret.ts";\n',
      "src/plan.ts": `export * from "./lib.ts";\n${plan}`,
    });
    expect(error.diagnostic.code).toBe("plan-import-outside");
    expect(error.diagnostic.spans[0]?.file).toMatch(/src\/lib\.ts$/);
    expect(error.under).toBe('"../secret.ts"');
  });

  test("a plan that is not there", async () => {
    const error = await refusal({ "src/other.ts": plan });
    expect(error.diagnostic.code).toBe("plan-not-found");
  });
});
