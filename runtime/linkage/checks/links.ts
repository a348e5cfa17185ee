/** Where the links of a package lead. */
import type { ByteText } from "../../package/archive-tree.ts";
import { isWithin } from "../../studio/mounts.ts";
import { normal, shown } from "../world.ts";
import { judgeOwner, placed, type Subject } from "./subject.ts";

/** What is there only when something runs; a link to it says so on purpose. */
const runtimeFolders = [
  ...["/dev", "/etc", "/proc", "/run", "/sys", "/tmp", "/var"],
  ...["/hab/etc", "/hab/svc", "/hab/sup", "/hab/user"],
];

export function checkLinks(subject: Subject): void {
  for (const [file, node] of subject.survey.tree) {
    if (node.kind === "link") checkLink(subject, file, node.target);
  }
}

function checkLink(subject: Subject, file: ByteText, target: ByteText): void {
  const folder = placed(subject, file).replace(/[^/]*$/, "");
  const path = normal(target.startsWith("/") ? target : `${folder}${target}`);
  if (runtimeFolders.some((runtime) => isWithin(path, runtime))) return;
  // From the link itself, so that links on the way count, and links in a circle.
  const { found } = subject.world.look(placed(subject, file));
  const owner = subject.world.ownerOf(path);
  if (judgeOwner(subject, { what: "the link's target", path, file }, owner)) return;
  if (found === "nothing") {
    subject.find({
      code: "link-broken",
      what: `a link leads to ${shown(target)}, which does not exist`,
      file,
      hint: "remove the link, or install what it leads to",
    });
  } else if (owner.kind === "host") subject.takes(path, file);
}
