/** Shows declared packages in a strict studio, when it is known which they are. */
import { chmodSync, copyFileSync, lstatSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isFolder } from "../look.ts";
import { type FstabEntry, renderFstab } from "./fstab.ts";
import type { Init } from "./launch.ts";
import { type Layout, storeInside, studioFolder } from "./layout.ts";
import { lockedOptions, mountOf, readMounts } from "./mounts.ts";
import { inReserve } from "./reserves.ts";
import type { Showing, Studio, StudioSpec } from "./studio.ts";

/** What programs of the host read, beside themselves: below `/usr`. */
const toolchainParts = ["include", "lib", "lib32", "lib64", "libexec", "share"];

/**
 * @param of A studio that is open.
 * @returns `Studio.show`. What is shown already is left as it is.
 */
export function shower(of: {
  readonly spec: StudioSpec;
  readonly layout: Layout;
  readonly init: Init;
}): Studio["show"] {
  const { spec, init } = of;
  const root = join(studioFolder(spec.scratch), "root");
  const mounts = readMounts();
  const shown = new Set<string>();

  const entry = (source: string, target: string, host: string): FstabEntry => ({
    source,
    target,
    type: "none",
    options: ["bind", "ro", ...lockedOptions(mountOf(mounts, host))],
  });

  function entriesOf({ packages, programs }: Showing): FstabEntry[] {
    const entries = packages.map((path) => {
      const target = join(storeInside, path);
      // The root is read-only inside alone.
      mkdirSync(join(root, target), { recursive: true });
      return entry(inReserve("packages", path), target, join(spec.store, path));
    });
    // On another base nothing of the host would fit.
    if (programs.length === 0 || spec.base?.folders === undefined) return entries;
    for (const program of programs) copyProgram(program, root);
    const parts = toolchainParts.filter((part) => isFolder(join("/usr", part)));
    return [
      ...entries,
      ...parts.map((part) => entry(inReserve("usr", part), `/usr/${part}`, `/usr/${part}`)),
    ];
  }

  return async (more) => {
    if (!spec.strict) return;
    const entries = entriesOf(more).filter(({ target }) => !shown.has(target));
    if (entries.length === 0) return;
    writeFileSync(join(root, "var/lib/habc/show.fstab"), renderFstab(entries));
    await init.ask(["show"]);
    for (const { target } of entries) shown.add(target);
  };
}

/** What a package says of the host is not trusted: nothing but a program is read, nor written elsewhere. */
const programForm = /^\/(?:usr\/)?(local\/)?s?bin\/(?!\.\.?$)([^/]+)$/;

/** Under its own path, where what leads to it expects it; `/bin` and `/usr/sbin` are links there. */
function copyProgram(program: string, root: string): void {
  const [, local = "", name] = programForm.exec(program) ?? [];
  if (name === undefined || !isProgram(program)) return;
  const path = join(root, "usr", local, "bin", name);
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return;
  mkdirSync(dirname(path), { recursive: true });
  copyFileSync(program, path);
  chmodSync(path, 0o755);
}

/** Whether anybody may run it, so that there is no secret in it. */
function isProgram(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true && (stats.mode & 0o005) === 0o005;
}
