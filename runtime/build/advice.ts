/** Says what a failed command probably lacked. */
import { HabcError } from "../../compiler/ir/index.ts";
import type { BuildRequest } from "./request.ts";

/** A build that failed in a callback. */
export interface FailedBuild {
  readonly request: BuildRequest;
  /** The end of what the failed step printed. */
  readonly output: string;
}

/** What programs say that found no network, in the words of the C library, curl, Node.js, Go … */
const noNetwork =
  /could ?n[o']t (resolve|connect to)|temporary failure in name resolution|name or service not known|name does not resolve|network is unreachable|no address associated|unable to resolve host|unknown host|no such host|failed to lookup address|\b(EAI_AGAIN|ENOTFOUND|ENETUNREACH|ECONNREFUSED)\b|connection refused/i;

/** @returns The same refusal, with what the output says about its cause. */
export function advised(error: HabcError, failed: FailedBuild): HabcError {
  const { code, message, severity: _, ...details } = error.diagnostic;
  if (code !== "phase-failed" && code !== "phase-aborted") return error;
  const found = [networkAdvice(failed)].filter((text) => text !== undefined);
  if (found.length === 0) return error;
  const hint = [...(details.hint === undefined ? [] : [details.hint]), ...found].join("; ");
  return new HabcError(code, message, {
    ...details,
    hint,
    exitCode: error.exitCode,
    others: error.others,
  });
}

/** What a step said long before it failed is not why it failed. */
const lastBytes = 4096;

function networkAdvice({ request, output }: FailedBuild): string | undefined {
  const { network, plan } = request;
  if (network === "on" || !noNetwork.test(output.slice(-lastBytes))) return undefined;
  const asking = plan.kind === "plan.ts" ? '`pkg_network: "on"`' : "`pkg_network=on`";
  return `callbacks have no network in this build: ${asking} in the plan asks for it, as does \`habc build --network on\``;
}
