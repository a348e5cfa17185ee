import { type ListedStudio, listStudios } from "../../../runtime/studios/listing.ts";
import { homeOf } from "../../../runtime/studios/tree-studio.ts";
import type { Run } from "../../command.ts";
import { table } from "../../render/table.ts";
import { bytesText } from "../../render/units.ts";
import type { studioListSpec } from "../studio.spec.ts";

/** Lists studios and kept builds. */
export const run: Run<typeof studioListSpec> = async ({ options }, context) => {
  const studios = await listStudios(homeOf(context));
  const text = options.json
    ? studios.map((studio) => `${JSON.stringify(listed(studio))}\n`).join("")
    : table(studios.map(rowOf));
  context.stdout.write(text);
  return 0;
};

const kinds = { studio: "studio", build: "kept build" } as const;

function rowOf({ name, mark, bytes, used, inUse }: ListedStudio): string[] {
  const time = new Date(used).toISOString().slice(0, 16).replace("T", " ");
  const subject = mark.plan ?? mark.tree;
  return [name, kinds[mark.kind], bytesText(bytes), time, inUse ? "in use" : "free", subject];
}

function listed({ name, folder, mark, bytes, used, inUse }: ListedStudio) {
  const { kind, tree, plan, created } = mark;
  const seconds = (time: number) => Math.round(time) / 1000;
  return {
    name,
    kind: kinds[kind],
    folder,
    tree,
    ...(plan === undefined ? {} : { plan }),
    bytes,
    created: seconds(created),
    used: seconds(used),
    inUse,
  };
}
