/** Reads the plans that are to be built. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Diagnostic,
  HabcError,
  isHabcError,
  type PlanIR,
} from "../../../compiler/ir/index.ts";
import { type ReadOptions, readAnyPlan } from "../../../compiler/read-plan.ts";
import type { DiscoveredPlan } from "../../../compiler/source/discover.ts";
import { planFiles } from "../../../compiler/source/inputs.ts";
import { sourceTree, type Whereabouts } from "../../../compiler/source/source-tree.ts";
import { askedNetwork } from "../../../runtime/build/network-use.ts";
import type { PreparedPlan } from "../../../runtime/cache/prepared-plan.ts";
import { unwritable } from "../../../runtime/crypto/aside.ts";

/** What a static reading of a plan says. */
export interface Reading {
  readonly ir?: PlanIR;
  /** What is wrong with it, for the case that it cannot be loaded. */
  readonly findings: readonly Diagnostic[];
}

/** What bash makes of a plan decides; a reading that fails only leaves errors without places. */
export async function readForBuild(plan: DiscoveredPlan, options: ReadOptions): Promise<Reading> {
  try {
    const ir = await readAnyPlan(plan, options);
    return { ir, findings: ir.diagnostics };
  } catch (error) {
    return { findings: isHabcError(error) ? [error.diagnostic] : [] };
  }
}

/** A folder for what is made of plans before they run, made when it is needed. */
export interface Scratch {
  folder(): Promise<string>;
  close(): Promise<void>;
}

export function openScratch(): Scratch {
  let made: Promise<string> | undefined;
  return {
    folder() {
      made ??= mkdtemp(join(tmpdir(), "habc-plan-")).catch((error: unknown) => {
        throw unwritable(tmpdir(), error);
      });
      return made;
    },
    async close() {
      const folder = await made?.catch(() => undefined);
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * @param at A number of this plan alone, for the name of its bundle.
 * @throws Nothing yet: only running the plan bundles it.
 */
export function preparePlan(
  plan: DiscoveredPlan,
  { ir }: Reading,
  from: { readonly where: Whereabouts; readonly scratch: Scratch; readonly at: number },
): PreparedPlan {
  const tree = sourceTree(plan, from.where);
  let bundled: ReturnType<PreparedPlan["bundle"]> | undefined;
  return {
    plan: { ...plan, tree, spans: ir?.spans ?? {}, network: askedNetwork(ir) },
    ir,
    files: (known) => planFiles(plan, known, tree),
    bundle() {
      if (plan.kind === "plan.sh") return Promise.resolve({ files: [] });
      bundled ??= bundle(plan.file, tree, from);
      return bundled;
    },
  };
}

async function bundle(
  file: string,
  sourceTree: string,
  { scratch, at }: { readonly scratch: Scratch; readonly at: number },
) {
  const outFile = join(await scratch.folder(), `plan-${at}.mjs`);
  const { bundlePlan } = await import("../../../compiler/typescript/bundle.ts");
  const { files } = await bundlePlan({ file, sourceTree, outFile });
  return { bundle: outFile, files };
}

/** A plan that could not be loaded is explained better by what the reading found: it knows where. */
export function withReading(error: HabcError, reading: Reading | undefined): HabcError {
  const { code, message, severity: _, ...details } = error.diagnostic;
  if (!["plan-load-failed", "plan-timeout"].includes(code) || !reading?.findings.length)
    return error;
  const withCode = (wanted: string) => reading.findings.find((each) => each.code === wanted);
  const same = withCode(code);
  // What bash says of it has no place, and habc's hint is about plans that bash can read.
  const better = same ?? withCode("plan-syntax");
  return new HabcError(better?.code ?? code, better?.message ?? message, {
    ...(same === undefined && better !== undefined ? { hint: better.hint ?? "" } : details),
    spans: better?.spans ?? error.diagnostic.spans,
    exitCode: error.exitCode,
    others: [...error.others, ...reading.findings.filter((finding) => finding !== better)],
  });
}
