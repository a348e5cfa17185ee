/** `habc init`: starts a plan in a folder. */
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { shellcheckName, shellcheckText } from "../../compiler/editor/index.ts";
import { openFolder, startPlan } from "../../compiler/init/index.ts";
import { HabcError, isHabcError } from "../../compiler/ir/index.ts";
import { discoverPlan } from "../../compiler/source/discover.ts";
import { hostTarget } from "../../runtime/build/target.ts";
import { tryParseIdent } from "../../runtime/store/ident.ts";
import type { InstalledStore } from "../../runtime/store/installed.ts";
import type { Run } from "../command.ts";
import { editorRoot } from "../editor/root.ts";
import { setUpEditor } from "../editor/set-up.ts";
import { createFile } from "../files.ts";
import { findUp } from "../find-up.ts";
import { tell } from "../render/answer.ts";
import { storeOf } from "../store.ts";
import { ignoresResults, ignoreText } from "./init/ignored.ts";
import { chooseOrigin } from "./init/origin.ts";
import { servicesBeside } from "./init/services.ts";
import { fetchSource, renameSource } from "./init/source.ts";
import type { Started } from "./init/started.ts";
import { nextCommands, startedText } from "./init/text.ts";
import type { initSpec } from "./init.spec.ts";

export const run: Run<typeof initSpec> = async (
  { arguments: { PATH = "." }, options },
  context,
) => {
  const path = resolve(context.cwd, PATH);
  const present = planIn(path);
  if (present !== undefined) {
    throw new HabcError("plan-exists", `there is a plan already: ${present}`, {
      hint: "edit it, or start another plan in a folder of its own: `habc init PATH`",
    });
  }
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
    services: options.kind === "composite" ? await servicesBeside(path, context) : [],
    language: options["plan-sh"] ? "plan.sh" : "plan.ts",
    isKnown: (ident) => isInstalled(ident, store),
  });
  const place = join(path, plan.place);
  const written = await writeAll(path, {
    ...plan.files,
    ...(options["plan-sh"] ? shellcheckFile(place, plan.place) : {}),
    ...(ignoresResults(path) ? {} : { ".gitignore": ignoreText(path) }),
  });
  if (source !== undefined && plan.archive !== undefined) {
    await renameSource(source.url, plan.archive, context);
  }
  const editor = options["plan-sh"] ? undefined : await setUpEditor(editorRoot(place));
  const started: Started = { path, plan, origin, ...written, editor };
  const next = nextCommands(started, context);
  return tell(context, options.json, {
    value: { ok: true, ...answerOf(started), next },
    text: () => startedText(started, context),
  });
};

/** The plan that a folder holds, or the folder where it holds several. */
function planIn(path: string): string | undefined {
  try {
    return discoverPlan(path, hostTarget()).file;
  } catch (thrown) {
    if (!isHabcError(thrown)) throw thrown;
    if (thrown.diagnostic.code === "plan-not-found") return undefined;
    if (thrown.diagnostic.code === "plan-ambiguous") return path;
    throw thrown;
  }
}

/** A damaged package is not one that a plan can declare. */
function isInstalled(ident: string, store: InstalledStore): boolean {
  try {
    const parsed = tryParseIdent(ident);
    return parsed !== undefined && store.newest(parsed) !== undefined;
  } catch (thrown) {
    if (isHabcError(thrown)) return false;
    throw thrown;
  }
}

/** Where neither the folder nor one above it has one. */
function shellcheckFile(place: string, name: string): Readonly<Record<string, string>> {
  const found = findUp(place, (folder) => existsSync(join(folder, shellcheckName)));
  return found === undefined ? { [join(name, shellcheckName)]: shellcheckText } : {};
}

/** Writes what is not there. Where one cannot be written, those that were made go again. */
async function writeAll(path: string, files: Readonly<Record<string, string>>) {
  const made: string[] = [];
  const kept: string[] = [];
  try {
    for (const [name, text] of Object.entries(files)) {
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
