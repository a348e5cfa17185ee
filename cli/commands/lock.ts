/** `habc lock`: writes down what the plans of a tree resolve to. */
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { PlanGraph } from "../../compiler/graph/index.ts";
import { HabcError, refuseTogether } from "../../compiler/ir/index.ts";
import { hostTarget } from "../../runtime/build/target.ts";
import { errorCode } from "../../runtime/crypto/aside.ts";
import { lockFileName, parseLock, renderLock } from "../../runtime/lock/lock-file.ts";
import { type LockChange, makeLock } from "../../runtime/lock/make-lock.ts";
import { locations } from "../../runtime/store/locations.ts";
import { dependencySources } from "../../runtime/store/sources.ts";
import type { Run } from "../command.ts";
import { replaceFile } from "../files.ts";
import { tell } from "../render/answer.ts";
import { reportDiagnostics } from "../render/diagnostics/report.ts";
import { gatherPlans } from "./build/gather.ts";
import { openScratch } from "./build/prepare.ts";
import { plainSettings } from "./build/settings.ts";
import type { lockSpec } from "./lock.spec.ts";

export const run: Run<typeof lockSpec> = async ({ arguments: { DIR = "." }, options }, context) => {
  const { cwd, environment } = context;
  const root = resolve(cwd, DIR);
  const scratch = openScratch();
  try {
    const settings = plainSettings(context);
    const { graph } = await gatherPlans([root], {
      all: true,
      exclude: options.exclude,
      context,
      settings,
      scratch,
      atOnce: 2,
    });
    refuseTogether(graph.unread.map(({ error }) => error));
    if (!options.json) reportDiagnostics(graph.findings, context);
    const file = join(root, lockFileName);
    const text = await readLock(file);
    const target = hostTarget();
    const places = locations({ environment, uid: process.getuid?.() ?? 0, cwd });
    const { packages, changes } = await makeLock({
      wanted: outsideIdents(graph),
      target,
      previous: text === undefined ? [] : parseLock(text, file),
      update: options.update,
      context: dependencySources({ locations: places, target, environment, plan: root }),
      harts: [places.results, places.artifactCache],
    });
    const now = renderLock(packages);
    if (options.check && now !== text) throw outdated(file, changes);
    if (now !== text) await replaceFile(file, now);
    const value = { ok: true, file, packages: packages.length, changes };
    return tell(context, options.json, {
      value,
      text: () => changesText(changes, `${packages.length} packages in ${file}`),
    });
  } finally {
    await scratch.close();
  }
};

/** What plans name and no plan of the tree gives, sorted, each once. */
export function outsideIdents({ nodes }: Pick<PlanGraph, "nodes">): string[] {
  const outside = nodes.flatMap(({ needs }) =>
    needs.flatMap(({ ident, to }) => (to.length === 0 ? ident : [])),
  );
  return [...new Set(outside)].sort();
}

async function readLock(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") return undefined;
    throw new HabcError("lock-invalid", `${file} cannot be read`, { cause });
  }
}

function outdated(file: string, changes: readonly LockChange[]): HabcError {
  const lines = changes.map(changeLine).join("");
  return new HabcError("lock-outdated", `${file} is not up to date`, {
    hint: `${lines}\`habc lock\` brings it up to date`,
  });
}

function changesText(changes: readonly LockChange[], total: string): string {
  return `${changes.map(changeLine).join("")}${total}\n`;
}

function changeLine({ wanted, before, now }: LockChange): string {
  if (before === undefined) return `${wanted}: ${now}\n`;
  return now === undefined ? `${wanted}: no longer needed\n` : `${wanted}: ${before} → ${now}\n`;
}
