import type { CommandContext } from "../context.ts";

/** What a command found out, in both forms. */
export interface Answer {
  /** One line of JSON is made of it. */
  readonly value: object;
  /** For people; its lines ended. */
  readonly text: () => string;
  /** Absent: 0. */
  readonly status?: number;
}

/**
 * Prints an answer on the standard output.
 *
 * @returns The exit status.
 */
export function tell({ stdout }: CommandContext, json: boolean, answer: Answer): number {
  stdout.write(json ? `${JSON.stringify(answer.value)}\n` : answer.text());
  return answer.status ?? 0;
}
