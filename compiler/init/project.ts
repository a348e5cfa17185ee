/** What kind of project lies in a folder, and what it says about itself. */
import { basename } from "node:path";
import type { Folder } from "./folder.ts";
import type { Facts, PlanKind } from "./kind.ts";
import { type ProjectKind, planKinds } from "./kinds/index.ts";
import { isForTools } from "./kinds/node.ts";

/** A folder as it was found. */
export interface Project {
  readonly kind: ProjectKind;
  /** The file that told the kind; absent where none did. */
  readonly marker?: string;
  readonly facts: Facts;
  /** Nothing is there to build: files to begin with have a place. */
  readonly isBare: boolean;
}

const projectKinds = Object.keys(planKinds) as ProjectKind[];

/** What an empty repository holds. */
const accessories = /^(readme|licen[cs]e|copying|changelog|contributing)([._-].*)?$/i;

/** What this program, or a build, has put there. */
const ours = new Set(["results", "tsconfig.json", "habc-packages.d.ts", "node_modules"]);

const forNpm = new Set(["package.json", "package-lock.json", "pnpm-lock.yaml", "yarn.lock"]);

/**
 * @param wanted The kind that the user has asked for. Absent: the first whose files are there.
 * @throws HabcError `project-invalid` for a file that says what a project is and cannot be read.
 */
export function findProject(folder: Folder, wanted?: ProjectKind): Project {
  const isBare = folder.entries.every(
    (name) => accessories.test(name) || ours.has(name) || (forNpm.has(name) && isForTools(folder)),
  );
  const candidates = wanted === undefined ? projectKinds : [wanted];
  for (const kind of candidates) {
    const { markers, read }: PlanKind = planKinds[kind];
    const marker = markers.find((file) => folder.entries.includes(file));
    const facts = marker === undefined ? undefined : read(folder);
    if (marker !== undefined && facts !== undefined) return { kind, marker, facts, isBare };
  }
  const kind = wanted ?? "script";
  const { markers, read }: PlanKind = planKinds[kind];
  const facts = isBare || markers.length > 0 ? {} : (read(folder) ?? {});
  return { kind, facts, isBare };
}

/** What the folder is called, for a name where nothing else gives one. */
export function folderName({ path }: Folder): string {
  return basename(path);
}
