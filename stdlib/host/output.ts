/**
 * How a build speaks to its user, in the form of the reference: three spaces, the package's
 * name, a colon. Colours only where TERM looks like a terminal, unless HAB_NOCOLORING is "true".
 */
import { writeAll } from "./channel.ts";

/** The kinds of lines: the word before the text, and the colours of word and text. */
const kinds = {
  info: { word: "", colours: ["1;37", "1;37"], descriptor: 1 },
  debug: { word: "DEBUG: ", colours: ["0", "0"], descriptor: 1 },
  error: { word: "ERROR: ", colours: ["1;31", "1;37"], descriptor: 1 },
  warning: { word: "WARN: ", colours: ["1;33", "1;37"], descriptor: 2 },
} as const;

const terminal = /term$|^xterm-|^rxvt$|^screen$|^screen-/;

/** @param name The package's name. */
export function say(kind: keyof typeof kinds, name: string, text: string): void {
  const { word, colours, descriptor } = kinds[kind];
  const plain =
    process.env["HAB_NOCOLORING"] === "true" || !terminal.test(process.env["TERM"] ?? "");
  const colour = (code: string) => (plain ? "" : `\x1b[${code}m`);
  const [first, second] = colours;
  const line = `   ${colour("1;36")}${name || "unknown"}: ${colour(first)}${word}${colour(second)}${text}${colour("0")}\n`;
  writeAll(descriptor, Buffer.from(line));
}
