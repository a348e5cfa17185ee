/** Keeps what the checks of one package say. */
import type { ByteText } from "../package/archive-tree.ts";
import type { Package } from "../store/package.ts";
import type { Finding, Report } from "./finding.ts";
import { shown } from "./world.ts";

/** What was said so far. */
export interface Notes extends Report {
  /** Full identifiers of the packages that something leads to. */
  readonly used: ReadonlySet<string>;
  /** Everything; what the package takes of the host is one finding, whatever it is. */
  readonly findings: () => readonly Finding[];
}

const mostHostNames = 6;

export function openNotes(): Notes {
  const found: Finding[] = [];
  const byFile = new Map<ByteText, Finding[]>();
  const used = new Set<string>();
  const ofHost = new Map<ByteText, Set<ByteText>>();
  return {
    used,
    uses: ({ name }: Package) => void used.add(name),
    takes(what, file) {
      ofHost.set(what, (ofHost.get(what) ?? new Set()).add(file));
    },
    find(finding) {
      found.push(finding);
      const { file = "" } = finding;
      const known = byFile.get(file);
      if (known === undefined) byFile.set(file, [finding]);
      else known.push(finding);
    },
    isTold: (about, file) => byFile.get(file)?.some(({ what }) => what.includes(about)) ?? false,
    findings: () => [...found, ...hostFindings(ofHost)],
  };
}

function hostFindings(ofHost: ReadonlyMap<ByteText, ReadonlySet<ByteText>>): Finding[] {
  const names = [...ofHost.keys()].sort().map(shown);
  const more = names.length - mostHostNames;
  const listed = names.slice(0, mostHostNames).join(", ");
  const what = `the package needs ${listed}${more > 0 ? ` and ${more} more` : ""} of the host`;
  const hint =
    "that is expected of what the host's tools make; to run anywhere, declare packages that have these, such as core/glibc or core/bash, and build with them";
  const files = new Set([...ofHost.values()].flatMap((each) => [...each]));
  return [...files].map((file) => ({ code: "host-dependency", what, file, hint }));
}
