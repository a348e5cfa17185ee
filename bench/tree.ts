/** Reading trees of plans, ordering them, and finding out that nothing has changed. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buildOrder, readGraph } from "../compiler/graph/index.ts";
import { readAnyPlan } from "../compiler/read-plan.ts";
import { planFiles } from "../compiler/source/inputs.ts";
import { keyOf } from "../runtime/cache/inputs.ts";
import { keyInputs, surroundings } from "../runtime/cache/key-inputs.ts";
import { openListing } from "../runtime/cache/listing.ts";
import { usualLint } from "../runtime/linkage/levels.ts";
import { locations } from "../runtime/store/locations.ts";
import { dependencySources } from "../runtime/store/sources.ts";
import { compare } from "./support/compare.ts";

const target = "x86_64-linux";
const root = mkdtempSync(join(tmpdir(), "habc-bench-"));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

/** Each plan needs three of the ten before it, and its packages are installed. */
function makeTree(count: number): string {
  const tree = String(count);
  for (let at = 0; at < count; at += 1) {
    const needs = [1, 4, 9].map((back) => at - back).filter((other) => other >= 0);
    const [run = "", ...build] = needs.map((other) => `acme/p${other}`);
    write(
      `${tree}/plans/p${at}/plan.sh`,
      `pkg_name=p${at}\npkg_origin=acme\npkg_version=1.\${#pkg_name}\npkg_deps=(${run})\npkg_build_deps=(${build.join(" ")})\npkg_source="https://example.com/$pkg_name-$pkg_version.tar.gz"\npkg_shasum=${"0".repeat(64)}\ndo_build() {\n  make\n}\n`,
    );
    write(`${tree}/plans/p${at}/hooks/run`, "#!/bin/sh\n");
    const ident = `acme/p${at}/1.2/20240101000000`;
    const tdeps = needs.slice(0, 1).map((other) => `acme/p${other}/1.2/20240101000000\n`);
    const files = { IDENT: ident, TARGET: target, FILES: "x", TDEPS: tdeps.join(""), DEPS: "" };
    for (const [name, text] of Object.entries(files)) {
      write(`${tree}/fs/hab/pkgs/${ident}/${name}`, text);
    }
  }
  execFileSync("git", ["init", "-q"], { cwd: join(root, tree, "plans") });
  return join(root, tree);
}

async function graphOf(tree: string) {
  const cache = new Map();
  const read = (plan: Parameters<typeof readAnyPlan>[0]) =>
    readAnyPlan(plan, { env: {}, target, cache });
  const graph = await readGraph(join(tree, "plans"), { target, read });
  return { graph, ...buildOrder(graph) };
}

/** What a run does that builds nothing, but for verifying packages. */
async function keysOf(tree: string): Promise<number> {
  const { order } = await graphOf(tree);
  const environment = { FS_ROOT: join(tree, "fs"), HOME: tree };
  const places = locations({ environment, uid: 0, cwd: tree });
  const around = surroundings("1", { target, locations: places });
  const list = openListing([places.packages]);
  const settings = {
    studio: "namespaces",
    cwd: tree,
    environment,
    events: () => {},
    signal: new AbortController().signal,
    checks: { settings: () => [], context: () => [], exposedPorts: () => [] },
    lint: usualLint,
    accounts: "none",
    habc: "1",
  } as const;
  const keys = new Set<string>();
  for (const { plan, ir } of order) {
    const source = { ...plan, tree: join(tree, "plans"), spans: {} };
    const known = { plan: source, ir, files: planFiles(plan, ir, source.tree) };
    const resolve = dependencySources({
      locations: places,
      target,
      environment,
      plan: plan.context,
    });
    keys.add(keyOf(await keyInputs(known, settings, { around, list, resolve })));
  }
  return keys.size;
}

for (const count of [250, 500, 1000]) {
  const tree = makeTree(count);
  const plans = join(tree, "plans");
  await compare(
    `A tree of ${count} plans`,
    [
      {
        name: "cat of all plans",
        run: () => execFileSync("sh", ["-c", "cat */plan.sh"], { cwd: plans }),
      },
      {
        name: "bash -n on all plans",
        run: () =>
          execFileSync("bash", ["-c", 'for p in */plan.sh; do bash -n "$p"; done'], { cwd: plans }),
      },
      { name: "read, graph, order", run: () => graphOf(tree) },
      { name: "and the keys of all builds", run: () => keysOf(tree) },
    ],
    3,
  );
}
rmSync(root, { recursive: true });
