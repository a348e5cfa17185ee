/** The graph of a tree as one page to look at, with nothing that it would load. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { buildOrder, type PlanGraph } from "../../../compiler/graph/index.ts";
import { assetPath } from "../../../runtime/assets.ts";
import { planNames } from "./names.ts";
import { countsText } from "./text.ts";

/** @returns A whole HTML document. */
export function graphPage(graph: PlanGraph): string {
  // Nothing in a plan may end the element that holds the data.
  const data = JSON.stringify(pageData(graph)).replaceAll("<", "\\u003c");
  const inserts = {
    '<link rel="stylesheet" href="page.css" />': `<style>\n${part("page.css")}</style>`,
    '<script src="layout.js"></script>': `<script>\n${part("layout.js")}</script>`,
    '<script src="page.js"></script>': `<script type="module">\n${part("page.js")}</script>`,
    '{"title":"","nodes":[],"cycles":[]}': data,
  };
  let page = part("page.html");
  for (const [slot, text] of Object.entries(inserts)) {
    if (!page.includes(slot)) throw new Error(`the page has no ${slot}`);
    page = page.replace(slot, () => text);
  }
  return page;
}

function part(name: "page.html" | "page.css" | "page.js" | "layout.js"): string {
  return readFileSync(assetPath(`cli/render/graph/${name}`), "utf8");
}

function pageData(graph: PlanGraph): object {
  const { order, cycles } = buildOrder(graph);
  const name = planNames(graph);
  const places = new Map(graph.nodes.map(({ id }, at) => [id, at]));
  const placesOf = (ids: readonly string[]) => ids.flatMap((id) => places.get(id) ?? []);
  const numbers = new Map(order.map(({ id }, at) => [id, at + 1]));
  return {
    title: `Plans of ${basename(graph.root)}`,
    summary: countsText(graph),
    nodes: graph.nodes.map((node) => ({
      id: node.id,
      name: name(node),
      version: node.version,
      order: numbers.get(node.id),
      edges: placesOf(node.edges),
      needs: node.needs.map((need) => ({ ...need, to: placesOf(need.to) })),
      settings: node.ir.settings,
      dynamic: Object.fromEntries(
        Object.entries(node.ir.dynamic).map(([setting, { reason }]) => [setting, reason]),
      ),
    })),
    cycles: cycles.map(({ way }) => placesOf(way.map(({ id }) => id))),
    unread: graph.unread.map(({ id, error }) => `${id}: ${error.message}`),
  };
}
