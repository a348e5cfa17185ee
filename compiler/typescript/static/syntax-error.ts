/** What is wrong with the text of a plan is said by esbuild, as when the plan is built. */
import { dirname, extname } from "node:path";
import type { BuildFailure, Loader } from "esbuild";
import { failureError } from "../bundle-failure.ts";
import type { NotParsed } from "./parse.ts";

const loaders: Readonly<Record<string, Loader>> = {
  ".ts": "ts",
  ".mts": "ts",
  ".tsx": "tsx",
  ".jsx": "jsx",
  ".json": "json",
};

/**
 * Throws where esbuild cannot read the text either; where it can, a build could, too.
 *
 * @throws HabcError `plan-syntax`
 */
export async function confirmSyntaxError({ source: { file, text } }: NotParsed): Promise<void> {
  const { transform } = await import("esbuild");
  const loader = loaders[extname(file)] ?? "js";
  const options = { loader, sourcefile: file, logLevel: "silent", tsconfigRaw: {} } as const;
  await transform(text, options).catch((failure: BuildFailure) => {
    throw failureError(failure, dirname(file));
  });
}
