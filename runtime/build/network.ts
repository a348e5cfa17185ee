/** What of the network a build uses. */
import { HabcError, isHabcError } from "../../compiler/ir/index.ts";
import { evaluatePlan } from "../evaluate.ts";
import { type AskedNetwork, askedNetwork, type NetworkUse } from "./network-use.ts";
import type { BuildRequest } from "./request.ts";

/**
 * What a build uses: what its caller says, else what the plan asks for. A plan that does not ask
 * has the network as it always had in a `plan.sh`, and none in its callbacks in a `plan.ts`.
 *
 * @throws HabcError `usage` for a build in place, which cannot be kept from the network.
 */
export async function networkOf(request: BuildRequest): Promise<NetworkUse> {
  const { network, plan } = request;
  const isOpen = network === undefined && plan.network === "unknown";
  return networkFor(request, isOpen ? await askRunning(request) : plan.network);
}

/**
 * The same where it is known what the plan asks for.
 *
 * @throws HabcError as `networkOf`.
 */
export function networkFor(
  { network, studio, plan }: Pick<BuildRequest, "network" | "studio" | "plan">,
  asked: AskedNetwork | undefined,
): NetworkUse {
  if (studio === "none") {
    if (network === undefined || network === "on") return "on";
    throw new HabcError("usage", "in place nothing keeps a plan from the network", {
      hint: `\`--network ${network}\` needs the studio: leave out \`--studio none\``,
    });
  }
  if (network !== undefined) return network;
  return (asked ?? (plan.kind === "plan.sh" ? "on" : "off")) === "on" ? "on" : "download";
}

/** A plan that cannot be loaded says so when it is built. */
async function askRunning(request: BuildRequest): Promise<AskedNetwork | undefined> {
  try {
    return askedNetwork(await evaluatePlan({ ...request, events: () => {} }));
  } catch (error) {
    request.signal.throwIfAborted();
    if (isHabcError(error)) return undefined;
    throw error;
  }
}
