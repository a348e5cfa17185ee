import type { CommandSpec } from "../command.ts";

export const graphSpec = {
  summary: "Show the plans of a tree and what they need of each other",
  description: [
    "Reads every plan below DIR without running any, and prints them in an order in which they can be built. Hidden folders, node_modules and results are left out.",
    "What depends on something that only running a plan shows is told, not guessed.",
  ],
  arguments: [
    {
      name: "DIR",
      doc: "The folder of the tree [default: .]",
      optional: true,
      completes: "folder",
    },
  ],
  options: [
    { name: "json", doc: "Print the graph, or the answer, as one JSON object" },
    { name: "dot", doc: "Print the graph for Graphviz" },
    { name: "mermaid", doc: "Print the graph for Mermaid" },
    {
      name: "html",
      doc: "Print a page to look at: searchable, with the settings of each plan, and nothing to load",
    },
    {
      name: "why",
      value: "PLAN",
      takesRest: true,
      doc: "Two plans, `--why A B`: the ways on which A needs B",
    },
    {
      name: "reverse",
      value: "IDENT",
      doc: "The plans that need a plan or a package, directly or through others",
    },
    {
      name: "changed",
      value: "FILE",
      takesRest: true,
      doc: "The plans that changed files have to do with, and those that need them, in build order",
    },
    {
      name: "since",
      value: "REV",
      doc: "As --changed, with the files that differ from a git revision",
    },
  ],
  environment: ["HAB_ORIGIN", "NO_COLOR", "HAB_NOCOLORING"],
  success: "Every plan was read",
  refusals: ["plan-not-found"],
  examples: [
    { command: "habc graph plans", doc: "The plans in their build order" },
    { command: "habc graph plans --why acme/shop acme/zlib", doc: "Why one needs the other" },
    {
      command: "habc graph --since origin/main --json | jq -r '.build[].folder'",
      doc: "What a branch makes it necessary to build",
    },
    { command: "habc graph --html > plans.html", doc: "A page to look at" },
  ],
} as const satisfies CommandSpec;
