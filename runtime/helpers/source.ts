import { join, posix } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { inside } from "../build/identity.ts";
import { downloadFile } from "../source/download.ts";
import { takeOver } from "../source/take-over.ts";
import { verifyFile } from "../source/verify.ts";
import type { Helper } from "./helper.ts";
import { shellHelper } from "./shell.ts";

/** `download_file URL FILE [SHASUM]` */
export const downloadSource: Helper = async (build, call) => {
  const [url = "", file = "", shasum = ""] = call.args;
  if (url.startsWith("file://")) return shellHelper(build, call);
  const { events, environment, signal, network } = build.request;
  const { sharedSources, locations } = build;
  const path = inSourceCache(file);
  await downloadFile(
    {
      url,
      destination: join(sharedSources, path),
      sha256: shasum,
      // As with the reference, a plan that verifies in its own way decides alone.
      keepMismatch: build.functions.has("do_verify"),
      name: file,
      within: sharedSources,
    },
    { events, environment, signal, offline: network === "off" },
  );
  if (locations.sourceCache !== sharedSources) {
    await takeOver({ from: sharedSources, to: locations.sourceCache, path });
  }
  return { status: 0 };
};

/** `verify_file FILE SHASUM` */
export const verifySource: Helper = async (build, { args: [file = "", shasum = ""] }) => {
  const matches = await verifyFile(join(build.locations.sourceCache, inSourceCache(file)), shasum, {
    events: build.request.events,
    name: file,
    within: build.locations.sourceCache,
  });
  return { status: matches ? 0 : 1 };
};

/** The path in the source cache of a file as a plan names it. */
function inSourceCache(file: string): string {
  const way = posix.relative(inside.sources, posix.resolve(inside.sources, file));
  if (way !== "" && way !== ".." && !way.startsWith("../")) {
    return way;
  }
  throw new HabcError("setting-invalid", `${JSON.stringify(file)} is no file of the source cache`, {
    hint: `expected a name below ${inside.sources}`,
  });
}
