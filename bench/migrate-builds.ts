/**
 * Builds plans both ways, from the plan.sh and from the plan.ts that it becomes, and compares the
 * packages: `npm run bench -- migrate-builds FOLDER [PLAN…]`, without a PLAN all below the folder.
 *
 * Neither sources nor dependencies are at hand: what stands in for them notes how it is called,
 * and the notes are part of the package. Plans that need more of a source cannot be built so.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { compileBashPlan } from "../compiler/bash/index.ts";
import { differingFiles, openStandIns } from "./support/stand-ins.ts";

const folder = resolve(process.argv[2] ?? "plans-examples");
const all = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("/plan.sh"))
  .map((path) => dirname(path))
  .sort();
const names = process.argv.length > 3 ? process.argv.slice(3) : all;

const work = mkdtempSync(join(tmpdir(), "habc-bench-builds-"));
try {
  const tree = join(work, "tree");
  cpSync(folder, tree, { recursive: true, filter: (path) => !path.endsWith("/.git") });
  const standIns = openStandIns({ work, tree, cli: resolve("dist/cli.js") });
  const counts = { equal: 0, different: 0, unbuilt: 0 };
  for (const name of names) {
    const came = bothWays(name, tree, standIns);
    counts[came.kind] += 1;
    console.log(`${came.kind.padEnd(9)} ${name}${came.why === undefined ? "" : `: ${came.why}`}`);
  }
  console.log(
    `${counts.equal + counts.different} of ${names.length} plans can be built with stand-ins; ` +
      `${counts.equal} give the same package both ways, ${counts.different} do not`,
  );
} finally {
  rmSync(work, { recursive: true });
}

interface Came {
  readonly kind: "equal" | "different" | "unbuilt";
  readonly why?: string | undefined;
}

function bothWays(name: string, tree: string, standIns: ReturnType<typeof openStandIns>): Came {
  const place = join(tree, name);
  const file = join(place, "plan.sh");
  if (!existsSync(file)) return { kind: "unbuilt", why: "there is no such plan" };
  const { settings } = compileBashPlan({ file, source: place });
  standIns.prepare(place, settings);
  const before = standIns.build(place);
  if (before.folder === undefined) return { kind: "unbuilt", why: before.why };
  const told = standIns.habc(["migrate", file]);
  const error = told.split("\n").find((line) => line.startsWith("error"));
  if (error !== undefined) return { kind: "different", why: error };
  // Other plans may source it.
  renameSync(file, `${file}.aside`);
  const after = standIns.build(place);
  rmSync(join(place, "plan.ts"));
  renameSync(`${file}.aside`, file);
  if (after.folder === undefined) return { kind: "different", why: after.why };
  const files = differingFiles(before.folder, after.folder);
  return files.length === 0 ? { kind: "equal" } : { kind: "different", why: files.join(", ") };
}
