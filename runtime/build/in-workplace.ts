/** Opens the place of a build, loads the plan in it, and leaves nothing behind. */
import { isHabcError } from "../../compiler/ir/index.ts";
import { timed } from "../phases/step.ts";
import { failedLoad, openFailureShell } from "../shell/failure.ts";
import { startHosts } from "./hosts.ts";
import { initialAssignments, type LoadContext, loadPlan, prepareShell } from "./loading.ts";
import { passOutput } from "./output.ts";
import type { BuildRequest } from "./request.ts";
import { secretError, secretEvents } from "./secrecy.ts";
import type { Held } from "./snapshot.ts";
import { assign, type Hosts } from "./state.ts";
import { openWorkplace, type Workplace, type WorkplaceOptions } from "./workplace.ts";

/** A plan that is loaded in its hosts. */
export interface LoadedPlan {
  readonly hosts: Hosts;
  readonly held: Held;
  readonly load: LoadContext;
  /** Settles when everything that the hosts have written so far was given to the events. */
  readonly drain: () => Promise<void>;
}

/**
 * Does something in a studio of its own, which is closed when it ends or `request.signal` says so.
 *
 * @param use Gets the request with events and errors that hold no secret.
 * @throws HabcError as `openWorkplace` and `use`; the reason of `request.signal`.
 */
export async function inWorkplace<T>(
  given: BuildRequest,
  how: WorkplaceOptions,
  use: (workplace: Workplace, request: BuildRequest) => Promise<T>,
): Promise<T> {
  const workplace = await openWorkplace(given, how);
  const { secrets } = workplace;
  const request = { ...given, events: secretEvents(given.events, secrets) };
  const abort = () => void workplace.studio.close();
  request.signal.addEventListener("abort", abort, { once: true });
  try {
    return await use(workplace, request);
  } catch (error) {
    if (request.signal.aborted) throw request.signal.reason;
    throw isHabcError(error) ? secretError(error, secrets) : error;
  } finally {
    request.signal.removeEventListener("abort", abort);
    await workplace.close();
  }
}

/**
 * Starts the hosts of a plan and loads it.
 *
 * @throws HabcError `plan-load-failed`, `plan-timeout`, and what `use` throws.
 */
export async function withPlan<T>(
  workplace: Workplace,
  request: BuildRequest,
  use: (loaded: LoadedPlan) => Promise<T>,
): Promise<T> {
  const hosts = startHosts(workplace.studio, request.plan, workplace.load.file);
  const output = passOutput(hosts, { events: request.events, secrets: workplace.secrets });
  try {
    const load: LoadContext = { ...workplace.load, file: hosts.planFile };
    prepareShell(hosts.shell);
    assign({ hosts }, initialAssignments(load));
    const held = await timed({ request }, "load", () => loadPlan(hosts, load)).catch(
      async (error: unknown) => {
        await output.drain();
        await openFailureShell(failedLoad(workplace, request, hosts.shell), error);
        throw error;
      },
    );
    await output.drain();
    return await use({ hosts, held, load, drain: output.drain });
  } finally {
    await output.drain();
    output.end();
  }
}
