/** The plans of a tree and what they need. */
export { type FoundPlans, findPlans } from "./find-plans.ts";
export {
  type GraphOptions,
  graphOf,
  type PlanGraph,
  type PlanNode,
  readGraph,
  type TreeNeed,
} from "./graph.ts";
export { type BuildOrder, buildOrder } from "./order.ts";
export { touched } from "./touched.ts";
export { chains, dependents, type Place, placesOf, type Step } from "./walks.ts";
