import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { discoverPlan } from "../../../compiler/source/discover.ts";
import { sourceTree } from "../../../compiler/source/source-tree.ts";

const target = "x86_64-linux";
let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "habc-discover-")));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), "");
  }
}

describe("discoverPlan", () => {
  const places = ["", "habitat/", `${target}/`, `habitat/${target}/`];

  test.each(places.flatMap((place) => ["plan.sh", "plan.ts"].map((kind) => [place, kind])))(
    "finds %s%s",
    (place, kind) => {
      write(`${place}${kind}`);
      const file = join(root, place, kind);
      expect(discoverPlan(root, target)).toEqual({
        kind,
        file,
        context: dirname(file),
        source: root,
        shadowed: [],
      });
    },
  );

  test("prefers the folder of the target, and says what it passes over", () => {
    write(`${target}/plan.sh`, "plan.sh");
    const found = discoverPlan(root, target);
    expect(found.file).toBe(join(root, target, "plan.sh"));
    expect(found.shadowed).toEqual([join(root, "plan.sh")]);
  });

  test("takes a plan file as well", () => {
    write("deep/plan.ts");
    expect(discoverPlan(join(root, "deep/plan.ts"), target)).toMatchObject({
      kind: "plan.ts",
      source: join(root, "deep"),
    });
  });

  test.each(["habitat", target, `habitat/${target}`])(
    "knows whose plan %s/plan.sh is",
    (folder) => {
      write(`app/${folder}/plan.sh`);
      expect(discoverPlan(join(root, "app", folder, "plan.sh"), target)).toMatchObject({
        source: join(root, "app"),
      });
    },
  );

  test.each([
    [["plan.sh", "plan.ts"]],
    [["plan.sh", "habitat/plan.sh"]],
    [[`${target}/plan.ts`, `habitat/${target}/plan.sh`]],
  ])("does not guess between %j", (files) => {
    write(...files);
    const found = () => discoverPlan(root, target);
    expect(found).toThrow(expect.objectContaining({ exitCode: 42 }));
    for (const file of files) expect(found).toThrow(file);
  });

  test("says where it looked", () => {
    write("aarch64-linux/plan.sh", "plan.py");
    const found = () => discoverPlan(root, target);
    expect(found).toThrow(expect.objectContaining({ exitCode: 42 }));
    expect(found).toThrow(root);
    expect(() => discoverPlan(join(root, "nowhere"), target)).toThrow("there is no");
  });
});

describe("sourceTree", () => {
  const plan = () => ({ source: join(root, "work/repo/plans/x") });
  beforeEach(() => write("work/repo/.git/HEAD", "work/repo/plans/x/plan.sh", "elsewhere/y"));

  test("is the working directory when the plan lies in it", () => {
    expect(sourceTree(plan(), { cwd: join(root, "work") })).toBe(join(root, "work"));
  });

  test("is the plan's repository elsewhere", () => {
    expect(sourceTree(plan(), { cwd: join(root, "elsewhere") })).toBe(join(root, "work/repo"));
  });

  test("is the plan's folder without a repository", () => {
    rmSync(join(root, "work/repo/.git"), { recursive: true });
    expect(sourceTree(plan(), { cwd: join(root, "elsewhere") })).toBe(plan().source);
  });

  test("is not the home in which the plan lies", () => {
    const home = join(root, "work");
    expect(sourceTree(plan(), { cwd: home, home })).toBe(join(root, "work/repo"));
    expect(sourceTree(plan(), { cwd: root, home })).toBe(join(root, "work/repo"));
  });
});
