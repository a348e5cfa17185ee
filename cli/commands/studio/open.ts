/** The studio of the working directory, as the commands that work in it open it. */
import type { BuildRequest } from "../../../runtime/build/request.ts";
import type { EventSink } from "../../../runtime/events.ts";
import {
  foldersOf,
  holdStudio,
  type LastingFolders,
} from "../../../runtime/studios/lasting-studio.ts";
import { openTreeStudio } from "../../../runtime/studios/tree-studio.ts";
import { treeSource } from "../../../runtime/studios/work.ts";
import type { CommandContext } from "../../context.ts";
import { basePlace, buildEnvironment, plainSettings } from "../build/settings.ts";

/** The options of these commands. */
interface StudioOptions {
  readonly root: string | undefined;
  readonly base: string;
}

/**
 * Does something in the studio of the working directory, which is made if there is none and not
 * removed meanwhile.
 *
 * @param use Gets a request for work in the source tree; its events are the output of commands.
 * @throws HabcError `studio-busy`, and as `openTreeStudio`.
 */
export async function inTreeStudio<T>(
  { root, base }: StudioOptions,
  context: CommandContext,
  use: (request: BuildRequest, studio: LastingFolders) => Promise<T>,
): Promise<T> {
  const { environment, cwd, terminal } = context;
  const studio = await openTreeStudio({ environment, cwd, root });
  const release = await holdStudio(studio, "shared");
  try {
    const lasting = foldersOf(studio);
    const request = {
      ...plainSettings(context),
      environment: buildEnvironment(context, []),
      base: basePlace(base, cwd),
      plan: treeSource(studio.mark.tree),
      events: outputTo(context),
      lasting,
      terminal,
    };
    return await use(request, lasting);
  } finally {
    await release();
  }
}

function outputTo(context: CommandContext): EventSink {
  return (event) => {
    if (event.type === "output") context[event.stream].write(event.bytes);
  };
}
