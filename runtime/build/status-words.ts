/** What the exit status of a command says beyond that it failed. Source: bash, "Exit Status". */
import { constants } from "node:os";

const known: Readonly<Record<number, string>> = {
  126: "the file cannot be run: look at its mode and at the interpreter in its first line",
  127: "the program was not found: a package that has it belongs into pkg_build_deps",
};

const signals = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/**
 * @param status 1 to 255; 128 + n stands for signal n.
 * @returns A clause for a hint, such as `the command ended with status 2`.
 */
export function statusWords(status: number): string {
  const signal = signals.get(status - 128);
  const how = signal === "SIGKILL" ? " (as when the memory ran out)" : "";
  if (signal !== undefined) return `the command was ended by ${signal}${how}`;
  const more = known[status];
  return `the command ended with status ${status}${more === undefined ? "" : `: ${more}`}`;
}
