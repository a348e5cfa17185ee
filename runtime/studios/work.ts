/** Work in a studio by hand: an interactive shell, or one command. */
import type { Readable } from "node:stream";
import type { Assignment } from "../../stdlib/protocol/messages.ts";
import { startHosts } from "../build/hosts.ts";
import { inWorkplace } from "../build/in-workplace.ts";
import { initialAssignments } from "../build/loading.ts";
import { passOutput } from "../build/output.ts";
import type { BuildRequest, PlanSource } from "../build/request.ts";
import { assign } from "../build/state.ts";
import type { Workplace } from "../build/workplace.ts";
import type { HelperCall, Reply } from "../host/plan-host.ts";
import { sourceInside } from "../studio/layout.ts";
import { isWithin } from "../studio/mounts.ts";

/** A `build` that was typed inside. */
export interface TypedBuild {
  readonly args: readonly string[];
  /** The directory of the host in which it was typed. */
  readonly cwd: string;
  /** What is exported inside. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether its output is to be handed back, as it goes into a file or a pipe. */
  readonly isPiped: boolean;
}

/** How it ended. */
export interface TypedBuildEnd {
  readonly status: number;
  /** The output, where that is handed back. */
  readonly stdout: string;
}

export interface Work {
  /** Carries a `build` out. */
  readonly build: (typed: TypedBuild) => Promise<TypedBuildEnd>;
  /** What is run on the terminal; absent: an interactive shell. */
  readonly command?: readonly string[];
}

/** A request for work in a source tree: there is no plan. */
export function treeSource(tree: string): PlanSource {
  return { kind: "plan.sh", file: tree, context: tree, source: tree, tree, spans: {} };
}

/** In a studio people work in the source tree itself, and with the network. */
const byHand = { network: true, sourceAccess: "writable" } as const;

/**
 * Opens a shell at the user's terminal, with the environment and the helpers of builds, or runs a
 * command there.
 *
 * @param request Its `terminal` is there.
 * @returns The exit status of the shell or the command.
 * @throws HabcError `studio-unavailable`, `studio-failed`; the reason of `request.signal`.
 */
export function workAtTerminal(request: BuildRequest, work: Work): Promise<number> {
  return inWorkplace(request, byHand, async (workplace, { events }) => {
    const { studio, load, secrets, shells } = workplace;
    const hosts = startHosts(studio, request.plan, load.file);
    const output = passOutput(hosts, { events, secrets });
    assign({ hosts }, initialAssignments(load).filter(isOfNoPlan));
    const kind = work.command === undefined ? "enter" : "run";
    const title = request.plan.tree;
    const frame = ["shell", "", kind, title, "", "", "0", ...(work.command ?? [])];
    const outcome = await hosts.shell.ask(frame, (call) =>
      call.helper === "terminal" ? shells.answer(call.args) : typedBuild(workplace, call, work),
    );
    await output.drain();
    output.end();
    return outcome.status;
  });
}

/** The folders of builds: there is no plan that could have settings. */
function isOfNoPlan(item: Assignment): boolean {
  return "name" in item && item.name.startsWith("HAB_");
}

/** The arguments of a call of `build`: N, N exported variables as NAME=VALUE, those of the command. */
async function typedBuild(
  { studio, shells }: Workplace,
  { flags, cwd, args: [count, ...rest] }: HelperCall,
  { build }: Work,
): Promise<Reply> {
  const exported = rest.slice(0, Number(count)).map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  const outside = studio.host(cwd);
  if (outside === undefined) {
    return { status: 2, stderr: `build: ${cwd} is no folder of the source tree\n` };
  }
  // The output of the build goes to the terminal by a shorter way.
  await shells.settled();
  return await build({
    // Paths in the tree are those of the host for the driver.
    args: rest
      .slice(Number(count))
      .map((arg) => (isWithin(arg, sourceInside) ? (studio.host(arg) ?? arg) : arg)),
    cwd: outside,
    environment: Object.fromEntries(exported),
    isPiped: flags !== "",
  });
}

/**
 * Runs a command without a terminal. What it writes comes as events of type `output`.
 *
 * @param input What it reads.
 * @returns Its exit status.
 * @throws HabcError as `workAtTerminal`.
 */
export function runInStudio(
  request: BuildRequest,
  { command, input }: { readonly command: readonly string[]; readonly input: Readable },
): Promise<number> {
  return inWorkplace(request, byHand, async ({ studio, secrets }, { events }) => {
    // Behind the command its standard input comes through the same pipe.
    const child = studio.spawn(["bash", "-c", 'exec "$@" <&4 3>&- 4<&-', "bash", ...command]);
    const output = passOutput(
      { stdout: [child.stdout], stderr: [child.stderr] },
      { events, secrets },
    );
    input.pipe(child.replies);
    const status = await child.exited;
    input.unpipe(child.replies);
    await output.drain();
    output.end();
    return status;
  });
}
