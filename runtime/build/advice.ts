/** Says what a failed command probably lacked. */
import { HabcError } from "../../compiler/ir/index.ts";
import { locations } from "../store/locations.ts";
import { providerOf } from "./lack-providers.ts";
import { type Lack, lacksIn } from "./lacks.ts";
import type { BuildRequest } from "./request.ts";
import { hostTarget } from "./target.ts";

/** A build that failed in a callback. */
export interface FailedBuild {
  readonly request: BuildRequest;
  /** The end of what the failed step printed. */
  readonly output: string;
  /** The packages that the build has, as `origin/name`. */
  readonly has: ReadonlySet<string>;
}

/** What programs say that found no network, in the words of the C library, curl, Node.js, Go … */
const noNetwork =
  /could ?n[o']t (resolve|connect to)|temporary failure in name resolution|name or service not known|name does not resolve|network is unreachable|no address associated|unable to resolve host|unknown host|no such host|failed to lookup address|\b(EAI_AGAIN|ENOTFOUND|ENETUNREACH|ECONNREFUSED)\b|connection refused/i;

/** @returns The same refusal, with what the output says about its cause. */
export function advised(error: HabcError, failed: FailedBuild): HabcError {
  const { code, message, severity: _, ...details } = error.diagnostic;
  if (code !== "phase-failed" && code !== "phase-aborted") return error;
  const found = [networkAdvice(failed), lackAdvice(error, failed)].filter(
    (text) => text !== undefined,
  );
  if (found.length === 0) return error;
  const hint = [...(details.hint === undefined ? [] : [details.hint]), ...found].join("; ");
  return new HabcError(code, message, {
    ...details,
    hint,
    exitCode: error.exitCode,
    others: error.others,
  });
}

/** The status that a shell gives where there is no such program. */
const notFound = 127;

/** Also where the output went elsewhere: the failed command itself is known. */
function lackAdvice(error: HabcError, { request, output, has }: FailedBuild): string | undefined {
  const command = error.exitCode === notFound ? / failed: ([\w.+-]+)/.exec(error.message)?.[1] : "";
  const direct: Lack[] = command ? [{ kind: "program", name: command }] : [];
  const lacks = [...direct, ...lacksIn(output.slice(-lastBytes))];
  const { environment, cwd } = request;
  const { packages: store } = locations({ environment, uid: process.getuid?.() ?? 0, cwd });
  const told = lacks.flatMap((lack) => {
    const found = providerOf(lack, { store, target: hostTarget() });
    return found === undefined || has.has(found.name)
      ? []
      : [`${found.name} provides ${found.path}`];
  });
  if (told.length === 0) return undefined;
  const why = request.lint.strict ? "with --strict only declared packages are seen: " : "";
  const all = [...new Set(told)].join(", ");
  return `${why}${all}; declare it in pkg_build_deps, or in pkg_deps for the run`;
}

/** What a step said long before it failed is not why it failed. */
const lastBytes = 4096;

function networkAdvice({ request, output }: FailedBuild): string | undefined {
  const { network, plan } = request;
  if (network === "on" || !noNetwork.test(output.slice(-lastBytes))) return undefined;
  const asking = plan.kind === "plan.ts" ? '`pkg_network: "on"`' : "`pkg_network=on`";
  return `callbacks have no network in this build: ${asking} in the plan asks for it, as does \`habc build --network on\``;
}
