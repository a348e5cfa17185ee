/** Counts the work that reading a plan takes, so that it comes to an end. */

import { spend, spendText } from "../../bash/budget.ts";
import type { Machine } from "./model.ts";
import { type Place, spanAt } from "./place.ts";

/** @throws Abandoned where nothing is left. */
export function work({ budget }: Machine, steps: number, at: Place): void {
  if (budget.left < steps) spend(budget, steps, spanAt(at));
  budget.left -= steps;
}

/** The work of copying so many elements. */
export function workOnItems(machine: Machine, count: number, at: Place): void {
  work(machine, 1 + (count >> 4), at);
}

/** The work of making a text, which must not have more than a million characters. */
export function workOnText({ budget }: Machine, length: number, at: Place): void {
  spendText(budget, length, spanAt(at));
}
