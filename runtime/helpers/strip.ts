import { classifyBinaries } from "../package/binaries.ts";
import type { Helper } from "./helper.ts";

/** The files of the package that `strip` can make smaller, by how it may treat them. */
export const stripList: Helper = async (build) => {
  const found = await classifyBinaries(build.prefixHost);
  const list = (name: string, files: readonly string[]) => ({
    kind: "list" as const,
    name,
    value: files.map((file) => `${build.identity.prefix}/${file}`),
  });
  return {
    status: 0,
    assignments: [
      list("__habc_strip_all", found.executables),
      list("__habc_strip_unneeded", found.sharedObjects),
      list("__habc_strip_debug", found.archives),
    ],
  };
};
