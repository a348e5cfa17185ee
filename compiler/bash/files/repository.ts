import { homedir } from "node:os";
import path from "node:path";
import { repositoryOf } from "../../source/source-tree.ts";

/**
 * The folder below which reading a plan may look at files: its git repository. Without one, the
 * highest folder around the plan that is neither a folder of the root directory nor holds the
 * user's home: an unpacked archive keeps its plans beside each other.
 *
 * @param context the folder that holds the plan, absolute
 */
export function readableFolder(context: string): string {
  const repository = repositoryOf(context);
  if (repository !== undefined) return repository;
  const home = homedir();
  let result = context;
  for (let at = context; at.split("/").length > 2; at = path.dirname(at)) {
    if (home === at || home.startsWith(`${at}/`)) break;
    result = at;
  }
  return result;
}
