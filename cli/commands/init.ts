/** `habc init`: starts a plan in a folder. */
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { openFolder, type StartedPlan, startPlan } from "../../compiler/init/index.ts";
import { HabcError, isHabcError } from "../../compiler/ir/index.ts";
import { discoverPlan } from "../../compiler/source/discover.ts";
import { hostTarget } from "../../runtime/build/target.ts";
import { tryParseIdent } from "../../runtime/store/ident.ts";
import type { Run } from "../command.ts";
import { editorRoot } from "../editor/root.ts";
import { setUpEditor } from "../editor/set-up.ts";
import { createFile } from "../files.ts";
import { tell } from "../render/answer.ts";
import { storeOf } from "../store.ts";
import { ignoresResults } from "./init/ignored.ts";
import { chooseOrigin } from "./init/origin.ts";
import { fetchSource } from "./init/source.ts";
import type { Started } from "./init/started.ts";
import { nextCommands, startedText } from "./init/text.ts";
import type { initSpec } from "./init.spec.ts";

export const run: Run<typeof initSpec> = async (
  { arguments: { PATH = "." }, options },
  context,
) => {
  const path = resolve(context.cwd, PATH);
  refuseSecondPlan(path);
  const source =
    options.source === undefined ? undefined : await fetchSource(options.source, context);
  const { store } = storeOf(context);
  const origin = await chooseOrigin(options.origin, context);
  const plan = startPlan({
    folder: openFolder(path),
    kind: options.kind,
    name: options.name,
    origin: origin.origin,
    source,
    language: options["plan-sh"] ? "plan.sh" : "plan.ts",
    isKnown: (ident) => {
      const parsed = tryParseIdent(ident);
      return parsed !== undefined && store.newest(parsed) !== undefined;
    },
  });
  const written = await writeAll(path, plan);
  const place = join(path, plan.place);
  const editor = options["plan-sh"] ? undefined : await setUpEditor(editorRoot(place));
  const started: Started = { path, plan, origin, ...written, editor };
  const next = nextCommands(started, context);
  return tell(context, options.json, {
    value: { ok: true, ...answerOf(started), next },
    text: () => startedText(started, context),
  });
};

/** The folder may hold a plan for another target: then it is the author's to say which to start. */
function refuseSecondPlan(path: string): void {
  try {
    const { file } = discoverPlan(path, hostTarget());
    throw planExists(file);
  } catch (thrown) {
    if (!isHabcError(thrown)) throw thrown;
    if (thrown.diagnostic.code === "plan-ambiguous") throw planExists(path);
    if (thrown.diagnostic.code !== "plan-not-found") throw thrown;
  }
}

function planExists(place: string): HabcError {
  return new HabcError("plan-exists", `there is a plan already: ${place}`, {
    hint: "edit it, or start another plan in a folder of its own: `habc init PATH`",
  });
}

/** Writes what is not there. Where one cannot be written, those that were made go again. */
async function writeAll(path: string, { files }: StartedPlan) {
  const made: string[] = [];
  const kept: string[] = [];
  const ignore = ignoresResults(path) ? {} : { ".gitignore": "/results/\n" };
  try {
    for (const [name, text] of Object.entries({ ...files, ...ignore })) {
      const file = join(path, name);
      ((await createFile(file, text)) ? made : kept).push(file);
    }
  } catch (thrown) {
    for (const file of made) await rm(file, { force: true });
    throw thrown;
  }
  return { made, kept };
}

function answerOf({ path, plan, origin, made, kept, editor }: Started) {
  const { kind, marker, name, version, license, files } = plan;
  const [file = ""] = Object.keys(files);
  return {
    plan: join(path, file),
    folder: path,
    kind,
    ...(marker === undefined ? {} : { marker }),
    name,
    origin: origin.origin,
    ...(version === undefined ? {} : { version }),
    ...(license === undefined ? {} : { license }),
    made,
    kept,
    ...editor,
  };
}
