import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesListBody, renderFilesList } from "../../../runtime/package/files-list.ts";
import { verifyHart } from "../../../runtime/package/hart-read.ts";
import { readSignedHeader } from "../../../runtime/package/hart-sign.ts";
import { refusal } from "../crypto/support.ts";
import { ident, workshop } from "./support.ts";

const prefix = `/hab/pkgs/${ident}`;

test("the lines are what find, sort and b2sum make of the package's files", async () => {
  const { tree } = await workshop();
  const script = `find . -type f ! -path ./MANIFEST ! -path ./FILES -printf '%P\\0' |
    LC_ALL=C sort -z | xargs -0 b2sum -l 256 | sed 's|  |  ${prefix}/|'`;
  const expected = execFileSync("bash", ["-c", script], { cwd: tree });
  writeFileSync(join(tree, "FILES"), "an old one");
  const body = await filesListBody({ folder: tree, prefix });
  expect(body.toString("latin1")).toBe(expected.toString("latin1"));
  expect(body.toString("latin1")).toContain("bin-extra/tool\n");
  expect(body.toString("latin1")).not.toMatch(/greet|libc\.so|MANIFEST|FILES/);
});

test("FILES is the lines below a header that holds", async () => {
  const shop = await workshop();
  const rendered = await renderFilesList({ folder: shop.tree, prefix }, shop.key);
  const file = join(shop.folder, "FILES");
  writeFileSync(file, rendered);
  await verifyHart(file, shop);
  const { length } = await readSignedHeader(file);
  expect(rendered.subarray(length)).toEqual(await filesListBody({ folder: shop.tree, prefix }));
  writeFileSync(file, rendered.toString("latin1").replace("/bin/hello", "/bin/hullo"), "latin1");
  expect(await refusal(() => verifyHart(file, shop))).toMatch(/^hart-signature/);
});

test("a file name with a line break is refused by name", async () => {
  const { tree } = await workshop();
  writeFileSync(join(tree, "bin/two\nlines"), "");
  expect(await refusal(() => filesListBody({ folder: tree, prefix }))).toMatch(
    /^metadata-invalid: .*two\\nlines.*line break/,
  );
});
