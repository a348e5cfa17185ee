import { mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type TreeEntry, walkTree } from "../../../runtime/package/archive-tree.ts";
import { refusal, scratch } from "../crypto/support.ts";

function textOfEntry(entry: TreeEntry): string {
  return entry.kind === "file" ? Buffer.concat([...entry.content()]).toString() : "";
}

/** A tree with a folder that holds a file, and a folder beside it with another file of its name. */
function twoFolders() {
  const folder = scratch();
  const [inside, outside] = [join(folder, "tree/part"), join(folder, "outside")];
  for (const part of [inside, outside]) mkdirSync(part, { recursive: true });
  writeFileSync(join(inside, "file"), "of the package");
  writeFileSync(join(outside, "file"), "of the host");
  return { tree: join(folder, "tree"), inside, outside, moved: join(folder, "moved") };
}

test("a folder that is swapped for a link while it is read leads nowhere", () => {
  const { tree, inside, outside, moved } = twoFolders();
  const texts: string[] = [];
  for (const entry of walkTree(tree)) {
    if (entry.path === "part") {
      renameSync(inside, moved);
      symlinkSync(outside, inside);
    }
    texts.push(`${entry.kind} ${entry.path}: ${textOfEntry(entry)}`);
  }
  expect(texts).toEqual(["folder : ", "folder part: ", "file part/file: of the package"]);
});

test("a folder that is swapped for a link before it is read is only a link", () => {
  const { tree, inside, outside, moved } = twoFolders();
  const texts: string[] = [];
  for (const entry of walkTree(tree)) {
    if (entry.path === "") {
      renameSync(inside, moved);
      symlinkSync(outside, inside);
    }
    texts.push(`${entry.kind} ${entry.path}: ${textOfEntry(entry)}`);
  }
  expect(texts).toEqual(["folder : ", "link part: "]);
});

test("a link in place of the whole tree is refused", async () => {
  const { tree, outside, moved } = twoFolders();
  renameSync(tree, moved);
  symlinkSync(outside, tree);
  expect(await refusal(() => [...walkTree(tree)])).toMatch(/^package-content: .*replaced/);
});

test("a file that becomes shorter while it is read is refused", async () => {
  const { tree, inside } = twoFolders();
  const refused = await refusal(() => {
    for (const entry of walkTree(tree)) {
      if (entry.kind !== "file") continue;
      writeFileSync(join(inside, "file"), "of");
      textOfEntry(entry);
    }
  });
  expect(refused).toMatch(/^package-content: .*part\/file cannot be packed: it became shorter/);
});

test("no file descriptor stays open, whether the walk ends or is left", () => {
  const open = () => readdirSync("/proc/self/fd").length;
  const { tree } = twoFolders();
  const before = open();
  for (let round = 0; round < 20; round += 1) {
    for (const entry of walkTree(tree)) if (entry.kind === "file") break;
    for (const entry of walkTree(tree)) textOfEntry(entry);
  }
  expect(open()).toBe(before);
});
