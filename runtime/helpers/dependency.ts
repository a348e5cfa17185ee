import { findDependency, interpreterOf } from "../../stdlib/dependencies.ts";
import type { Helper } from "./helper.ts";
import { warning } from "./reply.ts";

/** `pkg_path_for IDENT` */
export const pathFor: Helper = (build, { args: [wanted = ""] }) => {
  const paths = build.dependencies.allDeps.map(({ path }) => path);
  const found = findDependency(paths, wanted);
  if (found !== undefined) return { status: 0, stdout: `${found}\n` };
  return warning(
    build,
    `pkg_path_for() '${wanted}' is none of the dependencies`,
    `Resolved package set: (${paths.join(" ")})`,
  );
};

/** `pkg_interpreter_for IDENT INTERPRETER` */
export const interpreterFor: Helper = (build, { args: [wanted = "", interpreter = ""] }) => {
  const { deps } = build.dependencies;
  const path = findDependency(
    deps.map((found) => found.path),
    wanted,
  );
  const host = deps.find((found) => found.path === path)?.hostPath;
  if (host === undefined) {
    return warning(
      build,
      `Could not resolve the path for ${wanted}, is it specified in 'pkg_deps'?`,
    );
  }
  const found = interpreterOf(host, interpreter);
  if (found !== undefined) return { status: 0, stdout: `${found}\n` };
  return warning(build, `Could not find interpreter ${interpreter} in package ${wanted}`);
};
