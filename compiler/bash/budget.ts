import type { Span } from "../ir/index.ts";
import { Abandoned } from "./cause.ts";

/** How much work one plan may take. Real plans need a few thousand steps. */
export const limits = {
  /** Commands run, words expanded, characters produced (64 count as one step). */
  steps: 1_000_000,
  /** The length of one text, in UTF-16 units. */
  text: 1 << 20,
  /** The number of elements of one array. */
  elements: 20_000,
  /** The size of one file that is read, in bytes. */
  file: 4 << 20,
  /** Compound commands, functions, substitutions and sourced files inside each other. */
  depth: 250,
  /** Files sourced inside each other; a plan that needs more sources itself without an end. */
  sourced: 60,
  /** Rounds after which a loop of unknown length is given up. */
  rounds: 60,
} as const;

/** Counts the work done for one plan. */
export interface Budget {
  left: number;
  depth: number;
}

export function createBudget(): Budget {
  return { left: limits.steps, depth: 0 };
}

/** Takes steps off the budget; abandons the plan where none are left. */
export function spend(budget: Budget, steps: number, span: Span): void {
  budget.left -= steps;
  if (budget.left < 0)
    throw new Abandoned({ reason: "takes more work than a static reading does", span });
}

/** Takes a text's size off the budget. */
export function spendText(budget: Budget, length: number, span: Span): void {
  checkText(length, span);
  spend(budget, 1 + (length >> 6), span);
}

/** Abandons the plan where a text is longer than any real one. */
export function checkText(length: number, span: Span): void {
  if (length > limits.text) {
    throw new Abandoned({ reason: "makes a text of more than a million characters", span });
  }
}
