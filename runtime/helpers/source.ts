import { realpath } from "node:fs/promises";
import { join } from "node:path";
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
  await downloadFile(
    {
      url,
      destination: await inSourceCache(build, file),
      ...(shasum === "" ? {} : { sha256: shasum }),
    },
    build.request,
  );
  return { status: 0 };
};

/** `verify_file FILE SHASUM` */
export const verifySource: Helper = async (build, { args: [file = "", shasum = ""] }) => {
  const found = await verifyFile(await inSourceCache(build, file), shasum, build.request);
  return { status: found ? 0 : 1 };
};

/**
 * The path on this machine of a file in the source cache. The plan can write there, and the
 * driver has rights that the plan has not: no link may lead it elsewhere.
 */
async function inSourceCache(build: Build, file: string): Promise<string> {
  const { sourceCache } = build.locations;
  const name = file.startsWith(`${inside.sources}/`) ? file.slice(inside.sources.length + 1) : file;
  const parts = name.split("/");
  const last = parts.pop() ?? "";
  const top = await realpath(sourceCache);
  const folder = await realpath(join(top, ...parts)).catch(() => undefined);
  if (last === "" || last === ".." || folder === undefined || !`${folder}/`.startsWith(`${top}/`)) {
    throw new HabcError(
      "setting-invalid",
      `${JSON.stringify(file)} is no file of the source cache`,
      {
        hint: `expected a name below ${inside.sources}, in a folder that is there`,
      },
    );
  }
  return join(folder, last);
}
