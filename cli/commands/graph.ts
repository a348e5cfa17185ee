/** `habc graph`: reads a tree of plans and answers questions about it. */
import { resolve } from "node:path";
import {
  chains,
  dependents,
  type Place,
  type PlanGraph,
  placesOf,
} from "../../compiler/graph/index.ts";
import { HabcError } from "../../compiler/ir/index.ts";
import { hostTarget } from "../../runtime/build/target.ts";
import type { Invocation } from "../command.ts";
import type { CommandContext } from "../context.ts";
import { readTree } from "../plan-tree.ts";
import { type Answer, tell } from "../render/answer.ts";
import { reportDiagnostics } from "../render/diagnostics/report.ts";
import { graphDot, graphMermaid } from "../render/graph/drawings.ts";
import { chainsJson, graphJson } from "../render/graph/json.ts";
import { graphPage } from "../render/graph/page.ts";
import { chainsText, graphText, reasonsText } from "../render/graph/text.ts";
import { palette } from "../render/palette.ts";
import { affected } from "./graph/affected.ts";
import { filesSince } from "./graph/since.ts";
import type { graphSpec } from "./graph.spec.ts";

type Options = Invocation<typeof graphSpec>["options"];

export async function run(
  { arguments: { DIR = "." }, options }: Invocation<typeof graphSpec>,
  context: CommandContext,
): Promise<number> {
  refuseSeveral(options);
  const root = resolve(context.cwd, DIR);
  const graph = await readTree(root, context);
  const unread = graph.unread.flatMap(({ error }) => [error.diagnostic, ...error.others]);
  const answer = await answerOf(graph, options, context);
  const status = tell(context, options.json, {
    ...answer,
    value: { ok: unread.length === 0, ...answer.value },
  });
  if (!options.json) reportDiagnostics([...unread, ...graph.findings], context);
  return unread.length === 0 ? status : 1;
}

async function answerOf(
  graph: PlanGraph,
  { why, reverse, changed, since, ...forms }: Options,
  context: CommandContext,
): Promise<Answer> {
  const paint = palette(context.stdout.colours);
  if (why.length > 0) return explain(graph, why, paint);
  if (reverse !== undefined) return reverseAnswer(graph, reverse);
  if (changed.length > 0 || since !== undefined) {
    const given = changed.map((file) => resolve(context.cwd, file));
    const differing = since === undefined ? [] : await filesSince(graph.root, since);
    return affected(graph, [...given, ...differing], context);
  }
  const text = () => {
    if (forms.dot) return graphDot(graph);
    if (forms.mermaid) return graphMermaid(graph);
    return forms.html ? graphPage(graph) : graphText(graph, paint);
  };
  return { value: graphJson(graph, hostTarget()), text };
}

function explain(
  graph: PlanGraph,
  names: readonly string[],
  paint: ReturnType<typeof palette>,
): Answer {
  const [from, to, ...rest] = names;
  if (from === undefined || to === undefined || rest.length > 0) {
    throw new HabcError("usage", "`--why` takes two plans", {
      hint: "habc graph DIR --why A B says why A needs B",
    });
  }
  const goals = meant(graph, to);
  const found = meant(graph, from).flatMap(({ node }) =>
    node === undefined ? [] : chains(graph, node, goals),
  );
  return {
    value: { from, to, chains: chainsJson(found) },
    text: () => (found.length === 0 ? `${from} does not need ${to}\n` : chainsText(found, paint)),
  };
}

function reverseAnswer(graph: PlanGraph, ident: string): Answer {
  const found = dependents(graph, meant(graph, ident));
  return {
    value: {
      of: ident,
      dependents: found.map(({ node: { id, name, plan }, steps }) => {
        return { id, name, folder: plan.source, steps };
      }),
    },
    text: () => {
      if (found.length === 0) return `no plan needs ${ident}\n`;
      const rows = [...found].sort((a, b) => a.steps - b.steps);
      return reasonsText(
        rows.map(({ node, steps }) => {
          return {
            node,
            why: steps === 1 ? "directly" : `through ${steps - 1} other${steps === 2 ? "" : "s"}`,
          };
        }),
      );
    },
  };
}

function meant(graph: PlanGraph, text: string): Place[] {
  const places = placesOf(graph, text);
  if (places.length > 0) return places;
  throw new HabcError("usage", `nothing in ${graph.root} is or needs ${text}`, {
    hint: "give a plan's folder relative to the tree, or its package as origin/name",
  });
}

function refuseSeveral({ json, dot, mermaid, html, why, reverse, changed, since }: Options): void {
  const asked = [why.length > 0, reverse !== undefined, changed.length > 0 || since !== undefined];
  const forms = [json, dot, mermaid, html].filter(Boolean).length;
  const questions = asked.filter(Boolean).length;
  if (forms > 1) throw new HabcError("usage", "give one of --json, --dot, --mermaid and --html");
  if (questions > 1) throw new HabcError("usage", "give one of --why, --reverse and --changed");
  if (questions > 0 && forms > 0 && !json) {
    throw new HabcError("usage", "an answer is a text, or with --json an object", {
      hint: "--dot, --mermaid and --html draw the whole graph",
    });
  }
}
