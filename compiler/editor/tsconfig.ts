/** The `tsconfig.json` with which editors know what a plan.ts imports and may say. */

/** The name of the file that editors look for, in the folder of a plan and in those above. */
export const tsconfigName = "tsconfig.json";

/** The folder, beside a tsconfig.json, of the declarations that `habc types` copies. */
export const declarationsFolder = ".habc";

/**
 * Strict, and with what bundling a plan allows. The path leads to the copy of the declarations; where
 * there is none, TypeScript goes on to look for an installed `habc`.
 */
const options = {
  target: "es2022",
  // Without it there are the names of browsers too, such as `origin` and `name`.
  lib: ["es2023"],
  module: "preserve",
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  paths: { habc: [`./${declarationsFolder}/node_modules/habc`] },
};

/** The text of a new tsconfig.json. */
export function tsconfigText(): string {
  const config = {
    compilerOptions: options,
    include: ["**/*.ts"],
    exclude: ["**/node_modules", "**/results"],
  };
  const text = JSON.stringify(config, null, 2);
  // Lists of short texts stand on one line, as formatters have them.
  return `${text.replace(/\[\s+("[^\]]*")\s+\]/g, (_, items: string) => `[${items.replace(/\s+/g, " ")}]`)}\n`;
}

/** Whether a tsconfig.json says where `habc` is. */
export function mapsHabc(tsconfig: string): boolean {
  return /"habc"\s*:/.test(tsconfig);
}

/** Whether the files in any folder below a tsconfig.json belong to it, unless it excludes some. */
export function takesAllFiles(tsconfig: string): boolean {
  return (
    !/"(include|files)"\s*:/.test(tsconfig) || /"include"\s*:\s*\[\s*"(\.\/)?\*/.test(tsconfig)
  );
}
