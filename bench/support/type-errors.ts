import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Checks every plan.ts below a folder against the types of `definePlan`.
 *
 * @param project The folder of habc.
 * @returns What the compiler says of each file that it finds wrong.
 */
export function typeErrors(folder: string, project: string): ReadonlyMap<string, string[]> {
  const config = {
    extends: join(project, "tsconfig.json"),
    compilerOptions: {
      typeRoots: [join(project, "node_modules/@types")],
      paths: { habc: [join(project, "stdlib/index.ts")] },
    },
    include: ["**/plan.ts"],
    exclude: [],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const tsc = join(project, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const errors = new Map<string, string[]>();
  for (const [, path = "", message = ""] of stdout.matchAll(/^(\S.*?)\(\d+,\d+\): error (.*)$/gm)) {
    const file = resolve(folder, path);
    errors.set(file, [...(errors.get(file) ?? []), message]);
  }
  if (status !== 0 && errors.size === 0) throw new Error(`tsc failed: ${stdout}`);
  return errors;
}
