/** What is known of a kept build, in a file. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PhaseName } from "../../compiler/ir/index.ts";
import type { Identity, Resolution } from "../build/state.ts";
import { asideName, unwritable } from "../crypto/aside.ts";
import type { PlanFacts } from "./plan-facts.ts";
import type { ShellChanges } from "./shell-state.ts";

/** The two maps of an environment, as lists of pairs. */
export type KeptLayers = Readonly<Record<"values" | "provenance", readonly [string, string][]>>;

/** What a build was like when a phase began. */
export interface Boundary {
  readonly phase: PhaseName;
  readonly shell: ShellChanges;
  readonly identity: Identity;
  readonly versionFixed: boolean;
  /** That with which metadata is written, and that of the process of a plan.ts. */
  readonly umask: number;
  readonly hostUmask: number;
  readonly runtime: KeptLayers;
  readonly buildtime: KeptLayers;
  /** Absent until they are resolved. */
  readonly dependencies?: Resolution;
}

/** A kept build. */
export interface KeptRecord {
  readonly format: 1;
  /** The version of habc that made it. */
  readonly habc: string;
  /** When the build began, in milliseconds since 1970. */
  readonly time: number;
  readonly sourceDateEpoch?: string;
  /** The package as it was called when the plan was loaded. */
  readonly ident: string;
  readonly facts: PlanFacts;
  /** In the order of the phases. */
  readonly boundaries: readonly Boundary[];
  /** The package in the store that this build published: its list of files. */
  readonly published?: string;
}

const fileName = "build.json";

/** @returns Undefined where there is none, or one of another version. */
export async function readRecord(folder: string, habc: string): Promise<KeptRecord | undefined> {
  try {
    const record: KeptRecord = JSON.parse(await readFile(join(folder, fileName), "utf8"));
    return record.format === 1 && record.habc === habc ? record : undefined;
  } catch {
    return undefined;
  }
}

/** @throws HabcError `results-unwritable`. */
export async function writeRecord(folder: string, record: KeptRecord): Promise<void> {
  const file = join(folder, fileName);
  const aside = asideName(file);
  try {
    await writeFile(aside, JSON.stringify(record), { mode: 0o600 });
    await rename(aside, file);
  } catch (error) {
    throw unwritable(file, error);
  }
}
