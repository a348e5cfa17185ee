/**
 * The build's own lines in the reference's form and colours: three spaces, the package's name, a
 * colon, the text. Scripts look for them, so they stay as they are.
 */
import { stripVTControlCharacters } from "node:util";
import { visible, visibleLines } from "../display.ts";

type Level = "info" | "warn" | "debug";

const prefixes = { info: "", warn: "WARN: ", debug: "DEBUG: " } as const;
const prefixColours = { info: "1;37", warn: "1;33", debug: "0" } as const;
const textColours = { info: "1;37", warn: "1;37", debug: "0" } as const;

/** @returns The line, ended; a text of several lines keeps them. */
export function ownLine(name: string, text: string, level: Level, colours: boolean): string {
  const shown = visibleLines(stripVTControlCharacters(text));
  if (!colours) return `   ${visible(name)}: ${prefixes[level]}${shown}\n`;
  const prefix = prefixes[level] === "" ? "" : `\x1b[${prefixColours[level]}m${prefixes[level]}`;
  return `   \x1b[1;36m${visible(name)}: ${prefix}\x1b[${textColours[level]}m${shown}\x1b[0m\n`;
}
