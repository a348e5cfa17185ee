import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStudio } from "../../../runtime/studio/index.ts";
import { inStudio, makeStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeEach(() => {
  stage = makeStage();
});
afterEach(() => stage.remove());

/** Everything that could change in a tree, as tar sees it. */
function fingerprint(folder: string): string {
  return execFileSync(
    "sh",
    [
      "-c",
      'tar --sort=name -C "$1" --exclude=./results --exclude=./hab/studios/one -cf - . | sha256sum',
      "sh",
      folder,
    ],
    { encoding: "utf8" },
  );
}

const vandalism = `
  echo changed >> plan.sh && mkdir -p new/deep && echo x > new/deep/file && rm -r gone && mkdir gone &&
  mv kept moved && ln -s /etc link && chmod 0700 . && cat plan.sh`;

describe("a build never changes the source tree", () => {
  beforeEach(() => {
    for (const name of ["gone", "kept"]) {
      mkdirSync(join(stage.spec.sourceTree, name));
      writeFileSync(join(stage.spec.sourceTree, name, "file"), name);
    }
  });

  test("whatever it does to it", async () => {
    const before = fingerprint(stage.spec.sourceTree);
    const ran = await inStudio(stage.spec, `${vandalism}; ls -A gone moved`);
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    expect(ran.stdout).toBe("pkg_name=one\nchanged\ngone:\n\nmoved:\nfile\n");
    expect(fingerprint(stage.spec.sourceTree)).toBe(before);
  });

  test("also where the studio's own files lie in it", async () => {
    const spec = { ...stage.spec, sourceTree: stage.folder, cwd: "/src/tree" };
    const before = fingerprint(spec.sourceTree);
    const ran = await inStudio(spec, vandalism);
    expect(ran).toMatchObject({ status: 0, stdout: "pkg_name=one\nchanged\n", stderr: "" });
    expect(fingerprint(spec.sourceTree)).toBe(before);
  });
});

test("the results folder passes through where it lies in the tree", async () => {
  const results = join(stage.spec.sourceTree, "out/of the/way");
  mkdirSync(results, { recursive: true });
  const studio = await openStudio("namespaces", { ...stage.spec, results });
  await studio.close();
  expect(studio.inside(join(results, "x.hart"))).toBe("/src/out/of the/way/x.hart");

  await inStudio(
    { ...stage.spec, results },
    "echo made > '/src/out/of the/way/file'; echo > /src/out/x",
  );
  expect(readFileSync(join(results, "file"), "utf8")).toBe("made\n");
  expect(readdirSync(join(stage.spec.sourceTree, "out"))).toEqual(["of the"]);
});

test.each([
  ["nothing", () => {}],
  ["a file", (path: string) => writeFileSync(path, "")],
  ["a link that leads nowhere inside", (path: string) => symlinkSync("/somewhere", path)],
])("results outside the tree are at /src/results, where the tree has %s", async (_, put) => {
  const results = join(stage.folder, "elsewhere");
  mkdirSync(results);
  const inTree = join(stage.spec.sourceTree, "results");
  rmSync(inTree, { recursive: true });
  put(inTree);
  const before = fingerprint(stage.spec.sourceTree);
  const ran = await inStudio({ ...stage.spec, results }, "echo made > /src/results/file");
  expect(ran).toMatchObject({ status: 0, stderr: "" });
  expect(readFileSync(join(results, "file"), "utf8")).toBe("made\n");
  expect(fingerprint(stage.spec.sourceTree)).toBe(before);
});

test.each([
  "with spaces",
  "a,comma",
  "a:colon",
  "back\\slash",
  "quote\"s and 'more'",
  "new\nline\ttab",
  "ünïcödé ✓",
  "#hash",
  "-dash",
  "$HOME `x` *",
])("paths like %j are no trouble", async (name) => {
  const odd = join(stage.folder, name);
  mkdirSync(odd);
  const moved = join(odd, "tree");
  renameSync(stage.spec.sourceTree, moved);
  const scratch = join(odd, "scratch");
  const store = join(odd, "pkgs");
  renameSync(stage.spec.scratch, scratch);
  renameSync(stage.spec.store, store);
  const spec = {
    ...stage.spec,
    scratch,
    store,
    sourceTree: moved,
    results: join(moved, "results"),
  };
  const studio = await openStudio("namespaces", spec);
  await studio.openPrefix("/hab/pkgs/acme/one/1.0/20240101000000");
  await studio.close();
  const ran = await inStudio(spec, "cat plan.sh && echo x > new && echo made > results/file && ls");
  expect(ran).toMatchObject({ status: 0, stdout: "pkg_name=one\nnew\nplan.sh\nresults\n" });
  expect(readFileSync(join(moved, "results/file"), "utf8")).toBe("made\n");
  expect(existsSync(join(moved, "new"))).toBe(false);
  expect(readdirSync(scratch)).toEqual([]);
});

test("a tree that is given by a link is shown by its content", async () => {
  const link = join(stage.folder, "link");
  symlinkSync(stage.spec.sourceTree, link);
  const spec = { ...stage.spec, sourceTree: link, results: join(link, "results") };
  const studio = await openStudio("namespaces", spec);
  await studio.close();
  expect(studio.inside(join(link, "plan.sh"))).toBe("/src/plan.sh");
  expect(studio.inside(join(stage.spec.sourceTree, "plan.sh"))).toBe("/src/plan.sh");
  expect(await inStudio(spec, "cat plan.sh")).toMatchObject({ stdout: "pkg_name=one\n" });
});

test("a tree that cannot be written to can be built in", async () => {
  const results = join(stage.folder, "elsewhere");
  mkdirSync(results);
  chmodSync(stage.spec.sourceTree, 0o555);
  const ran = await inStudio({ ...stage.spec, results }, "mkdir -p work && echo x > work/file");
  chmodSync(stage.spec.sourceTree, 0o755);
  expect(ran).toMatchObject({ status: 0, stderr: "" });
});

test("a place below /hab or /tmp of the host is at /src alone", async () => {
  const { stdout } = await inStudio(stage.spec, `ls ${stage.folder} 2>&1; ls -A /tmp`);
  expect(stdout).toBe(`ls: cannot access '${stage.folder}': No such file or directory\n`);
});

test("what is to be hidden in the tree is covered", async () => {
  mkdirSync(join(stage.folder, ".secrets"));
  writeFileSync(join(stage.folder, ".token"), "secret");
  const spec = {
    ...stage.spec,
    sourceTree: stage.folder,
    hidden: [
      join(stage.folder, "hab/cache/keys"),
      join(stage.folder, ".token"),
      join(stage.folder, ".not-there"),
    ],
  };
  const script = "ls -A hab/cache/keys hab/studios/one; cat .token; rm -r hab/cache/keys";
  const ran = await inStudio(spec, script);
  expect(ran.stdout).toBe("hab/cache/keys:\n\nhab/studios/one:\n");
  expect(ran.stderr).toMatch(/Device or resource busy|Read-only/);
  expect(lstatSync(join(stage.folder, "hab/cache/keys/acme.sig.key")).isFile()).toBe(true);
});

test("the driver can look at the tree as the build changed it", async () => {
  const studio = await openStudio("namespaces", stage.spec);
  const child = studio.spawn(["bash", "-c", "echo changed > plan.sh; read -ru 4"]);
  const view = studio.view("/src/plan.sh");
  await expect.poll(() => readFileSync(view, "utf8")).toBe("changed\n");
  expect(studio.host("/src/plan.sh")).toBe(join(stage.spec.sourceTree, "plan.sh"));
  child.replies.end();
  expect(await child.exited).toBe(1);
  await studio.close();
});
