/** Dependencies that nothing uses, and those that cannot be looked at. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isStandIn } from "../../installed/host/is-stand-in.ts";
import type { Package } from "../../store/package.ts";
import type { Finding } from "../finding.ts";
import { packageName } from "../world.ts";
import type { Subject } from "./subject.ts";

/** The dependencies, and which of them something leads to. */
export interface Usage {
  readonly deps: readonly Package[];
  readonly tdeps: readonly Package[];
  readonly buildTdeps: readonly Package[];
  readonly used: ReadonlySet<string>;
}

export function checkDependencies(
  subject: Subject,
  { deps, tdeps, buildTdeps, used }: Usage,
): void {
  for (const found of standInFindings([...tdeps, ...buildTdeps])) subject.find(found);
  for (const found of tdeps) {
    if (isInstalled(found)) continue;
    subject.find({
      code: "dep-not-installed",
      what: `${found.name} is not installed here, so that what leads there is not checked`,
      hint: "install it, and check again",
    });
  }
  if (!subject.survey.hasContent) return;
  const { programs } = subject.survey;
  for (const found of deps) {
    if (!isInstalled(found) || isStandIn(found) || used.has(found.name)) continue;
    if (programsOf(found).some((program) => programs.has(program))) continue;
    subject.find({
      code: "dep-unused",
      what: `nothing in the package uses ${packageName(found)}`,
      hint: `take it out of pkg_deps, or move it to pkg_build_deps, unless programs call what it has`,
    });
  }
}

/** What is to be said of packages of which the host stands in for some; nothing where it does not. */
export function standInFindings(packages: readonly Package[]): Finding[] {
  const names = new Set(packages.filter(isStandIn).map(packageName));
  if (names.size === 0) return [];
  return [
    {
      code: "host-dependency",
      what: `the host stands in for ${[...names].sort().join(", ")}`,
      hint: "to run anywhere, build with the real packages",
    },
  ];
}

/** The names of all programs of packages. */
export function programNames(packages: readonly Package[]): ReadonlySet<string> {
  return new Set(packages.flatMap(programsOf));
}

function programsOf(found: Package): readonly string[] {
  return found.pathEntries().flatMap((entry) => {
    try {
      return readdirSync(join(found.hostPath, entry.slice(found.path.length)));
    } catch {
      return [];
    }
  });
}

function isInstalled(found: Package): boolean {
  return Boolean(found.text("IDENT"));
}
