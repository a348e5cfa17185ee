/** Finds out why a studio could not be made, after it could not. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { HabcError } from "../../compiler/ir/index.ts";
import type { Begun } from "./control.ts";
import { readMounts } from "./mounts.ts";
import { type NamespaceName, namespaceOptions, statusField } from "./privileges.ts";
import { program } from "./programs.ts";

/** What was tried. */
export interface Attempt {
  readonly canMount: boolean;
  readonly network: boolean;
}

type Step = NamespaceName | "proc" | "mounting";

const stepNames: Readonly<Record<Step, string>> = {
  user: "a user namespace",
  mount: "a mount namespace",
  pid: "a process namespace",
  ipc: "an IPC namespace",
  uts: "a host name namespace",
  net: "a network namespace",
  proc: "a /proc of its own",
  mounting: "a mount",
};

/** A known reason: when it holds, what it is, and how it is mended. */
interface Reason {
  readonly steps: readonly Step[];
  readonly holds: (step: Step) => boolean;
  readonly why: (step: Step) => string;
  readonly mend: (step: Step) => string;
}

const limits: Partial<Record<Step, string>> = {
  user: "user",
  mount: "mnt",
  pid: "pid",
  ipc: "ipc",
  uts: "uts",
  net: "net",
};

const limitOf = (step: Step) => `user.max_${limits[step]}_namespaces`;

/** Source: namespaces(7), Debian's and Ubuntu's kernel settings, the defaults of containers. */
const reasons: readonly Reason[] = [
  {
    steps: ["user", "mount", "pid", "ipc", "uts", "net"],
    holds: (step) => setting(limitOf(step)) === "0",
    why: (step) => `${limitOf(step)} is 0`,
    mend: (step) => `\`sysctl ${limitOf(step)}=10000\``,
  },
  {
    steps: ["user"],
    holds: () => setting("kernel.unprivileged_userns_clone") === "0",
    why: () => "kernel.unprivileged_userns_clone is 0",
    mend: () => "`sysctl kernel.unprivileged_userns_clone=1`",
  },
  {
    steps: ["user", "mount", "proc", "mounting"],
    holds: () => setting("kernel.apparmor_restrict_unprivileged_userns") === "1",
    why: () => "AppArmor restricts user namespaces (kernel.apparmor_restrict_unprivileged_userns)",
    mend: () =>
      "an AppArmor profile with `userns` for unshare, or `sysctl kernel.apparmor_restrict_unprivileged_userns=0`",
  },
  {
    steps: ["mount", "proc", "mounting"],
    holds: () => /\((enforce|kill)\)/.test(text("/proc/self/attr/current")),
    why: () => `the AppArmor profile ${text("/proc/self/attr/current").trim()} is in force`,
    mend: () => "start the container with `--security-opt apparmor=unconfined`",
  },
  {
    steps: ["proc"],
    holds: () => readMounts().some(({ point }) => point.startsWith("/proc/")),
    why: () => "parts of /proc are covered here, as containers do",
    mend: () =>
      "start the container with `--security-opt systempaths=unconfined` (Docker) or `--security-opt unmask=ALL` (Podman)",
  },
  {
    steps: ["user", "mount", "pid", "ipc", "uts", "net", "mounting"],
    holds: () => statusField("Seccomp") === "2",
    why: () => "a system call filter (seccomp) is in force, as in containers",
    mend: () => "start the container with `--security-opt seccomp=unconfined`",
  },
];

/**
 * @param begun How the start ended.
 * @returns The error to throw: `studio-unavailable` where the machine does not allow what every
 *   studio needs, else `studio-failed` with what the failing program said.
 */
export function refusalOf(begun: Begun & { kind: "refused" }, attempt: Attempt): HabcError {
  const words = begun.words.trim();
  const isRefused = /permission denied|not permitted|only root/i.test(words);
  if (begun.step === "" || (begun.step === "base" && isRefused)) {
    const refused = refusedStep(attempt);
    if (refused !== undefined) return unavailable(refused.step, refused.words);
    if (isRefused) return unavailable("mounting", words);
  }
  return new HabcError("studio-failed", `the studio cannot be set up: ${plainly(words)}`);
}

/** Takes one namespace more at a time, until the kernel refuses. */
function refusedStep(
  attempt: Attempt,
): { readonly step: Step; readonly words: string } | undefined {
  const taken: string[] = [];
  for (const [name, options] of namespaceOptions(attempt)) {
    taken.push(...options);
    const words = refusedWords(taken);
    if (words !== undefined) return { step: name, words };
  }
  const words = refusedWords([...taken, "--mount-proc"]);
  return words === undefined ? undefined : { step: "proc", words };
}

function refusedWords(options: readonly string[]): string | undefined {
  const env = { PATH: "/usr/bin:/bin", LC_ALL: "C" };
  const run = spawnSync(program("unshare"), [...options, "--", "true"], { env, encoding: "utf8" });
  return run.status === 0 ? undefined : run.stderr.trim();
}

function unavailable(step: Step, words: string): HabcError {
  const known = reasons.filter(({ steps, holds }) => steps.includes(step) && holds(step));
  const why = known.map((reason) => reason.why(step)).join("; ");
  const mends = known.map((reason) => reason.mend(step));
  return new HabcError(
    "studio-unavailable",
    `no studio can be made here: ${stepNames[step]} is refused (${plainly(words)})${why && `: ${why}`}`,
    { hint: [...mends, "`--studio none` builds in place"].join("; or ") },
  );
}

function plainly(words: string): string {
  return words.split("\n", 3).join("; ") || "without a word";
}

/** The value of a sysctl; empty where the kernel does not have it. */
function setting(name: string): string {
  return text(`/proc/sys/${name.replaceAll(".", "/")}`).trim();
}

function text(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
