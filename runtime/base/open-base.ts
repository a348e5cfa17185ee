/** Makes ready what a build stands on. */
import { basename } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { basePath } from "../build/inner-environment.ts";
import type { Base, BaseContext } from "./base.ts";
import { packageBase } from "./packages.ts";
import { openRoot } from "./root.ts";
import { strictBase } from "./strict-base.ts";

const hostBase: Base = { name: "host", path: basePath, packages: [] };

/**
 * Makes the base of a build ready; an archive is unpacked the first time that it is used.
 *
 * @throws HabcError `usage`, `base-unusable`; `dep-missing` and its like for the packages of a
 *   base; `results-unwritable`, `tool-missing`.
 */
export async function openBase(context: BaseContext): Promise<Base> {
  const { base = "host", studio, lint } = context.request;
  if (base === "host") {
    if (!lint.strict || studio === "none") return hostBase;
    return { ...hostBase, studio: await strictBase(context.locations) };
  }
  if (studio === "none") {
    throw new HabcError("usage", "a build in place stands on the host", {
      hint: "`--base` needs the studio: leave out `--studio none`",
    });
  }
  if (base === "packages") return await packageBase(context);
  const { folder, kind, digest } = await openRoot(base, context);
  return {
    name: `${kind} ${basename(base)}`,
    digest,
    studio: { root: folder, links: {} },
    path: basePath,
    packages: [],
  };
}
