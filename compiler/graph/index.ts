/** The plans of a tree and what they need. */
export { findPlans, planFolders, plansIn } from "./find-plans.ts";
export { graphOf, type PlanGraph, type PlanNode, readGraph } from "./graph.ts";
export { buildOrder } from "./order.ts";
export { touched } from "./touched.ts";
export { chains, dependents, outsideNeeds, type Place, placesOf, type Step } from "./walks.ts";
