/** `habc graph` from outside. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planText, writeTree } from "../compiler/graph/tree.ts";
import { habc } from "./habc.ts";

let root = "";
beforeAll(() => {
  root = writeTree({
    "lib/plan.sh": planText("lib", "pkg_deps=(core/glibc)"),
    "lib/hooks/run": "x",
    "app/plan.sh": planText("app", "pkg_deps=(acme/lib)\npkg_build_deps=(acme/tool)"),
    "tool/plan.sh": planText("tool", "pkg_description='</script><b>'"),
  });
});
afterAll(() => rmSync(root, { recursive: true }));

function graph(...args: string[]) {
  return habc(["graph", ...args], { cwd: root });
}

describe("habc graph", () => {
  test("lists the plans in their build order with what they need", () => {
    const { status, stdout, stderr } = graph();
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.split("\n").map((line) => line.replace(/ +/g, " ").trim())).toEqual([
      "# plan version folder needs of this tree",
      "1 acme/lib 1.0 lib",
      "2 acme/tool 1.0 tool",
      "3 acme/app 1.0 app acme/lib acme/tool",
      "3 plans, 2 dependencies between them, 1 package from outside",
      "",
    ]);
  });

  test("gives all of it as JSON", () => {
    const value = JSON.parse(graph("--json").stdout);
    expect(value).toMatchObject({ ok: true, root, order: ["lib", "tool", "app"], cycles: [] });
    expect(value.plans[0]).toMatchObject({
      id: "app",
      name: "acme/app",
      needs: [
        { setting: "pkg_deps", ident: "acme/lib", to: ["lib"] },
        { setting: "pkg_build_deps", ident: "acme/tool", to: ["tool"] },
      ],
    });
  });

  test("answers why one plan needs another, and what needs one", () => {
    expect(graph("--why", "app", "core/glibc").stdout).toBe(
      "acme/app ─ pkg_deps → acme/lib ─ pkg_deps → core/glibc\n",
    );
    expect(graph("--why", "lib", "app").stdout).toBe("lib does not need app\n");
    expect(graph("--reverse", "core/glibc").stdout).toMatch(
      /^acme\/lib +lib +directly\nacme\/app +app +through 1 other\n$/,
    );
    expect(graph("--reverse", "nothing")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("nothing in"),
    });
  });

  test("says what changed files make it necessary to build", () => {
    expect(graph("--changed", "lib/hooks/run", "README").stdout).toMatch(
      /^acme\/lib +lib +lib\/hooks\/run\nacme\/app +app +needs acme\/lib\n$/,
    );
    expect(graph("--changed", "README").stdout).toBe("no plan has to do with the changes\n");
  });

  test("asks git what changed since a revision, new files included", () => {
    const git = (...args: string[]) =>
      execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@y", ...args], { cwd: root });
    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", "all");
    expect(graph("--since", "HEAD").stdout).toBe("no plan has to do with the changes\n");
    mkdirSync(join(root, "tool/hooks"));
    writeFileSync(join(root, "tool/hooks/init"), "new");
    const value = JSON.parse(graph("--since", "HEAD", "--json").stdout);
    expect(value.build.map(({ id }: { id: string }) => id)).toEqual(["tool", "app"]);
    expect(graph("--since", "nowhere").status).toBe(2);
    expect(graph("--since=--output=/dev/null").status).toBe(2);
  });

  test("tells cycles, and refuses two questions at once", () => {
    const ring = writeTree({
      "a/plan.sh": planText("a", "pkg_deps=(acme/b)"),
      "b/plan.sh": planText("b", "pkg_build_deps=(acme/a)"),
    });
    expect(habc(["graph", ring]).stdout).toContain("\ncycle: acme/a → acme/b → acme/a\n");
    expect(graph("--dot", "--json").status).toBe(2);
    expect(graph("--why", "app").status).toBe(2);
  });

  test("draws for Graphviz and Mermaid, with dashes where only building needs it", () => {
    expect(graph("--dot").stdout).toContain('  "app" -> "tool" [style=dashed];\n');
    expect(graph("--dot").stdout).toContain('  "app" -> "lib";\n');
    expect(graph("--mermaid").stdout).toMatch(/^flowchart LR\n/);
    expect(graph("--mermaid").stdout).toContain("  p0 --> p1\n  p0 -.-> p2\n");
  });
});

describe("the page", () => {
  const page = () => graph("--html").stdout;

  test("loads nothing, and no plan can break out of its data", () => {
    const html = page();
    expect(html).not.toMatch(/(src|href)=|url\(|@import|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    const [, data = ""] =
      /<script type="application\/json" id="graph">(.*?)<\/script>/s.exec(html) ?? [];
    const { nodes } = JSON.parse(data);
    expect(nodes.map(({ name }: { name: string }) => name)).toEqual([
      "acme/app",
      "acme/lib",
      "acme/tool",
    ]);
    expect(nodes[2].settings.pkg_description).toBe("</script><b>");
  });

  test("has a place for each of 800 plans, none over another", () => {
    const scripts = [...page().matchAll(/<script(?: type="module")?>\n(.*?)<\/script>/gs)];
    const world: { graphLayout?: { layOut: LayOut } } = {};
    vm.runInNewContext(scripts[0]?.[1] ?? "", world);
    const count = 800;
    const nodes = Array.from({ length: count }, (_, at) => ({
      edges: [at - 1 - (at % 7), at - 3 - (at % 31)].filter((edge) => edge >= 0),
      users: [] as number[],
    }));
    for (const [at, { edges }] of nodes.entries())
      for (const edge of edges) nodes[edge]?.users.push(at);
    const size = { height: 24, gapX: 90, gapY: 8 };
    const sizes = { widths: nodes.map((_, at) => 60 + (at % 90)), size, aspect: 1.5 };
    const started = performance.now();
    const places = world.graphLayout?.layOut(nodes, new Set(nodes.keys()), sizes) ?? new Map();
    expect(performance.now() - started).toBeLessThan(2000);
    expect(places.size).toBe(count);
    const boxes = [...places.values()].sort((a, b) => a.y - b.y);
    for (const [at, box] of boxes.entries()) {
      for (let next = at + 1; boxes[next] && boxes[next].y < box.y + size.height; next += 1) {
        const other = boxes[next];
        expect(other.x + other.width <= box.x || box.x + box.width <= other.x).toBe(true);
      }
    }
    for (const [at, { edges }] of nodes.entries()) {
      for (const edge of edges) expect(places.get(edge).x).toBeLessThan(places.get(at).x);
    }
  });
});

type LayOut = (
  nodes: readonly object[],
  shown: ReadonlySet<number>,
  sizes: object,
) => Map<number, { readonly x: number; readonly y: number; readonly width: number }>;
