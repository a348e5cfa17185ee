import { join, posix } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { inside } from "../build/identity.ts";
import type { Build } from "../build/state.ts";
import { downloadFile } from "../source/download.ts";
import { verifyFile } from "../source/verify.ts";
import type { Helper } from "./helper.ts";
import { shellHelper } from "./shell.ts";

/** `download_file URL FILE [SHASUM]` */
export const downloadSource: Helper = async (build, call) => {
  const [url = "", file = "", shasum = ""] = call.args;
  if (url.startsWith("file://")) return shellHelper(build, call);
  const { events, environment, signal } = build.request;
  await downloadFile(
    {
      url,
      destination: inSourceCache(build, file),
      sha256: shasum,
      // As with the reference, a plan that verifies in its own way decides alone.
      keepMismatch: build.functions.has("do_verify"),
      name: file,
      within: build.locations.sourceCache,
    },
    { events, environment, signal },
  );
  return { status: 0 };
};

/** `verify_file FILE SHASUM` */
export const verifySource: Helper = async (build, { args: [file = "", shasum = ""] }) => {
  const matches = await verifyFile(inSourceCache(build, file), shasum, {
    events: build.request.events,
    name: file,
    within: build.locations.sourceCache,
  });
  return { status: matches ? 0 : 1 };
};

/** The path on this machine of a file in the source cache, as a plan names it. */
function inSourceCache(build: Build, file: string): string {
  const way = posix.relative(inside.sources, posix.resolve(inside.sources, file));
  if (way !== "" && way !== ".." && !way.startsWith("../")) {
    return join(build.locations.sourceCache, way);
  }
  throw new HabcError("setting-invalid", `${JSON.stringify(file)} is no file of the source cache`, {
    hint: `expected a name below ${inside.sources}`,
  });
}
