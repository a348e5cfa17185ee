/** Colours as functions of text; without colours each gives the text back. */
export interface Palette {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly blue: Paint;
  readonly cyan: Paint;
}

type Paint = (text: string) => string;

const codes: Readonly<Record<keyof Palette, string>> = {
  bold: "1",
  dim: "2",
  red: "1;31",
  green: "1;32",
  yellow: "1;33",
  blue: "1;34",
  cyan: "1;36",
};

/** @returns Functions that wrap a text in SGR sequences where `colours` is set. */
export function palette(colours: boolean): Palette {
  const paint =
    (name: keyof Palette): Paint =>
    (text) =>
      colours && text !== "" ? `\x1b[${codes[name]}m${text}\x1b[0m` : text;
  return {
    bold: paint("bold"),
    dim: paint("dim"),
    red: paint("red"),
    green: paint("green"),
    yellow: paint("yellow"),
    blue: paint("blue"),
    cyan: paint("cyan"),
  };
}

/**
 * Whether to colour text on a stream: on a terminal that can, unless the user said no.
 *
 * Sources: no-color.org for `NO_COLOR`, the Habitat reference for `HAB_NOCOLORING`.
 */
export function wantsColours(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return (
    isTerminal &&
    !environment["NO_COLOR"] &&
    environment["HAB_NOCOLORING"] !== "true" &&
    !["", "dumb", undefined].includes(environment["TERM"])
  );
}
