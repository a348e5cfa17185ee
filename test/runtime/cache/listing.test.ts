/** Which files count, with git as the judge. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { fileInputs } from "../../../runtime/cache/file-inputs.ts";
import { openListing } from "../../../runtime/cache/listing.ts";

function tree(files: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), "habc-listing-"));
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), file);
  }
  return root;
}

function git(folder: string, ...args: string[]): void {
  execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@y", ...args], { cwd: folder });
}

async function listed(root: string, folder = root, without: string[] = []): Promise<string[]> {
  return (await openListing(without)(folder)).map((file) => relative(root, file));
}

describe("the files of a folder", () => {
  test("in a repository are those that git tracks or would add", async () => {
    const root = tree(["a", "b/new", "out/made", "b/x.o", "forced.o"]);
    writeFileSync(join(root, ".gitignore"), "out/\n*.o\n");
    git(root, "init", "-q");
    git(root, "add", "a", ".gitignore");
    git(root, "add", "-f", "forced.o");
    expect(await listed(root)).toEqual([".gitignore", "a", "b/new", "forced.o"]);
    expect(await listed(root, join(root, "b"))).toEqual(["b/new"]);
  });

  test("that git ignores as a whole, or without git, are all", async () => {
    const root = tree(["out/made", "out/.hidden"]);
    writeFileSync(join(root, ".gitignore"), "out/\n");
    git(root, "init", "-q");
    expect(await listed(root, join(root, "out"))).toEqual(["out/.hidden", "out/made"]);
    expect(await listed(tree(["z", "b/x.o"]))).toEqual(["b/x.o", "z"]);
  });

  test("of a repository in a repository are its own", async () => {
    const root = tree(["a", "inner/kept", "inner/made.o"]);
    git(root, "init", "-q");
    writeFileSync(join(root, "inner/.gitignore"), "*.o\n");
    git(join(root, "inner"), "init", "-q");
    git(join(root, "inner"), "add", ".");
    git(join(root, "inner"), "commit", "-qm", "x");
    expect(await listed(root)).toEqual(["a", "inner/.gitignore", "inner/kept"]);
  });

  test("are without those that builds write", async () => {
    const root = tree(["a", "results/x.hart", "results-of-a/b"]);
    expect(await listed(root, root, [join(root, "results")])).toEqual(["a", "results-of-a/b"]);
  });

  test("are not followed through links, and one that is gone is none", async () => {
    const root = tree(["a", "gone"]);
    symlinkSync("/etc", join(root, "etc"));
    git(root, "init", "-q");
    git(root, "add", ".");
    execFileSync("rm", [join(root, "gone")]);
    expect(await listed(root)).toEqual(["a", "etc"]);
  });
});

test("what counts of a file is its content, whether it can run, and where a link leads", async () => {
  const root = tree(["plan.sh", "hooks/run", "src/ignored.o"]);
  writeFileSync(join(root, ".gitignore"), "hooks\n*.o\n");
  writeFileSync(join(root, "tool"), "x", { mode: 0o755 });
  symlinkSync("tool", join(root, "link"));
  git(root, "init", "-q");
  const inputs = await fileInputs(
    { folders: [root], files: ["/nowhere"] },
    { context: root, file: join(root, "plan.sh"), tree: dirname(root) },
    openListing([]),
  );
  const name = (file: string) => `file ${relative(dirname(root), join(root, file))}`;
  const sum = (file: string) =>
    execFileSync("sha256sum", [join(root, file)], { encoding: "utf8" }).slice(0, 64);
  expect(Object.fromEntries(inputs)).toEqual({
    [name(".gitignore")]: sum(".gitignore"),
    // A build takes it into the package, whatever git does.
    [name("hooks/run")]: sum("hooks/run"),
    [name("link")]: "link to tool",
    [name("plan.sh")]: sum("plan.sh"),
    [name("tool")]: `${sum("tool")} executable`,
  });
});
