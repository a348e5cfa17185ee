import type { Readable } from "node:stream";
import type { Terminal } from "../runtime/shell/terminal.ts";
import type { LastingFolders } from "../runtime/studios/lasting-studio.ts";

/** What a command gets of the process it runs in. Commands use this, never `process`. */
export interface CommandContext {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Reads the standard input to its end. */
  readonly readInput: () => Promise<Buffer>;
  /** The standard input as it comes. */
  readonly input: () => Readable;
  /** The studio that builds use, where that lasts. */
  readonly studio?: LastingFolders;
  /** The terminal, where somebody is at it. */
  readonly terminal: Terminal | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The absolute working directory. */
  readonly cwd: string;
  /** Aborted when the command is to stop; the reason is a HabcError. */
  readonly signal: AbortSignal;
}

/** One of the two output streams. */
export interface Output {
  /** Writes at once, in the order of the calls. Never throws: a reader that went away aborts. */
  readonly write: (data: string | Uint8Array) => void;
  readonly isTerminal: boolean;
  /** Whether to colour what habc itself writes. */
  readonly colours: boolean;
  /** The width of the terminal in columns. */
  readonly columns: number;
}
