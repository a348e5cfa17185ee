/** Paths in the content of files that lead nowhere where the package is installed. */
import type { Package } from "../../store/package.ts";
import type { Forbidden } from "../mentions.ts";
import { packageName } from "../world.ts";
import type { Subject } from "./subject.ts";

/** What counts as what. */
export interface MentionContext {
  readonly tdeps: readonly Package[];
  /** Packages of the build alone. */
  readonly buildOnly: readonly Package[];
  readonly forbidden: readonly Forbidden[];
}

export function checkMentions(
  subject: Subject,
  { tdeps, buildOnly, forbidden }: MentionContext,
): void {
  const { packages, places } = subject.survey.mentions;
  for (const found of tdeps) if (packages.has(found.name)) subject.uses(found);
  for (const found of buildOnly) {
    for (const file of places.get(found.name) ?? []) {
      if (subject.isTold(packageName(found), file)) continue;
      subject.find({
        code: "build-dep-path",
        what: `the path of ${packageName(found)}, which only the build depends on, stands in a file`,
        file,
        hint: `add ${packageName(found)} to pkg_deps if the package needs it when it runs`,
      });
    }
  }
  for (const { code, folder } of forbidden) {
    for (const file of places.get(folder) ?? []) {
      if (subject.isTold(folder, file)) continue;
      subject.find({ code, what: `the path ${folder} stands in a file`, file, hint: hints[code] });
    }
  }
}

const hints = {
  "build-path": "build with relative paths, or replace them at the end of do_install",
  "home-path": "build without what is in the home, or replace the path at the end of do_install",
} as const satisfies Record<Forbidden["code"], string>;
