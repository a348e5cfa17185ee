/**
 * How a build speaks to its user, in the form of the reference: three spaces, the package's
 * name, a colon. Colours only where TERM looks like a terminal, unless HAB_NOCOLORING is "true".
 */
import { writeAll } from "./channel.ts";

/** The kinds of lines: the label before the text, and its colour. */
const kinds = {
  info: { label: "", colour: "1;37", descriptor: 1 },
  debug: { label: "DEBUG: ", colour: "0", descriptor: 1 },
  error: { label: "ERROR: ", colour: "1;31", descriptor: 1 },
  warning: { label: "WARN: ", colour: "1;33", descriptor: 2 },
} as const;

const terminal = /term$|^xterm-|^rxvt$|^screen$|^screen-/;

/** @param name The package's name. */
export function say(kind: keyof typeof kinds, name: string, text: string): void {
  const { label, colour, descriptor } = kinds[kind];
  const plain =
    process.env["HAB_NOCOLORING"] === "true" || !terminal.test(process.env["TERM"] ?? "");
  const turn = (code: string) => (plain ? "" : `\x1b[${code}m`);
  const line = `   ${turn("1;36")}${name || "unknown"}: ${turn(colour)}${label}${turn("1;37")}${text}${turn("0")}\n`;
  writeAll(descriptor, Buffer.from(line));
}
