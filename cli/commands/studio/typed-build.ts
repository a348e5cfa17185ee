/** A `build` that is typed in the shell of a studio. */
import { resolve } from "node:path";
import { shownVariables } from "../../../runtime/build/inner-environment.ts";
import type { Terminal, TerminalUse } from "../../../runtime/shell/terminal.ts";
import type { LastingFolders } from "../../../runtime/studios/lasting-studio.ts";
import type { TypedBuild, TypedBuildEnd } from "../../../runtime/studios/work.ts";
import type { CommandContext, Output } from "../../context.ts";
import { interruption } from "../../interruption.ts";
import { tellRefusal } from "../../refusal.ts";
import { habcBuild } from "./habc-build.ts";

/** What the build is done with. */
export interface TypedBuildPlace {
  readonly context: CommandContext;
  readonly terminal: Terminal;
  readonly studio: LastingFolders;
  /** What the studio stands on, and so the build: a word or an absolute path. */
  readonly base: string;
}

const controlC = 0x03;
const lineFeed = 0x0a;

/**
 * Carries it out as `habc build` does, at the same terminal: its output goes there directly, and
 * Ctrl-C ends the build and not the shell.
 *
 * @returns How it ended. Failures are shown.
 */
export async function typedBuild(
  { args, cwd, environment, isPiped }: TypedBuild,
  { context, terminal, studio, base }: TypedBuildPlace,
): Promise<TypedBuildEnd> {
  const controller = new AbortController();
  const follow = () => controller.abort(context.signal.reason);
  context.signal.addEventListener("abort", follow, { once: true });
  const use = terminal.open({
    keys: (bytes) => {
      if (bytes.includes(controlC)) controller.abort(interruption("SIGINT", "ended by Ctrl-C"));
    },
    resized: () => {},
  });
  const collected: Uint8Array[] = [];
  const own: CommandContext = {
    ...context,
    cwd,
    environment: {
      ...context.environment,
      ...shownVariables(environment),
      // Wherever in the tree it is typed.
      HAB_OUTPUT_PATH: resolve(context.cwd, context.environment["HAB_OUTPUT_PATH"] || "results"),
    },
    stdout: isPiped ? collecting(context.stdout, collected) : direct(context.stdout, use),
    stderr: direct(context.stderr, use),
    signal: controller.signal,
  };
  try {
    const status = await habcBuild(["--base", base, ...args], own, studio).catch(
      (thrown: unknown) => tellRefusal(thrown, own, { json: args.includes("--json") }),
    );
    return { status, stdout: Buffer.concat(collected).toString().replaceAll("\0", "") };
  } finally {
    context.signal.removeEventListener("abort", follow);
    use.close("ended");
  }
}

/** The terminal is raw: it goes back to the left of a line only when it is told. */
function direct(output: Output, use: TerminalUse): Output {
  return {
    ...output,
    write: (data) => {
      const parts: Uint8Array[] = [];
      for (let rest = Buffer.from(data); rest.length > 0; ) {
        const end = rest.indexOf(lineFeed);
        parts.push(end === -1 ? rest : rest.subarray(0, end));
        if (end !== -1) parts.push(Buffer.from("\r\n"));
        rest = end === -1 ? Buffer.alloc(0) : rest.subarray(end + 1);
      }
      use.show(Buffer.concat(parts));
    },
    get columns() {
      return use.size().columns;
    },
  };
}

function collecting(output: Output, collected: Uint8Array[]): Output {
  return {
    ...output,
    isTerminal: false,
    colours: false,
    write: (data) => void collected.push(Buffer.from(data)),
  };
}
