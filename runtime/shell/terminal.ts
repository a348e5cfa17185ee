/** The terminal of the user, as far as a shell of a build needs it. */

/** How many characters a terminal shows. */
export interface TerminalSize {
  readonly rows: number;
  readonly columns: number;
}

/** What is told to who has the terminal. */
export interface TerminalListener {
  /** Keys as they come, unaltered: Ctrl-C is a byte like any other. */
  readonly keys: (bytes: Uint8Array) => void;
  readonly resized: () => void;
}

/** A terminal that somebody has for a time. */
export interface TerminalUse {
  readonly size: () => TerminalSize;
  /** Shows what a program wrote, unaltered. */
  readonly show: (bytes: Uint8Array) => void;
  /**
   * Gives the terminal back as it was.
   *
   * @param how `broken` where the program could not put in order itself what it had changed.
   */
  readonly close: (how: "ended" | "broken") => void;
}

export interface Terminal {
  /** Takes the terminal for a program; who had it before gets it again when that is closed. */
  readonly open: (listener: TerminalListener) => TerminalUse;
}
