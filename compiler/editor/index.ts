/** What an editor needs to know plans: configuration, and the names of packages. */
export {
  commandOf,
  type NamedExports,
  type NameSource,
  nameSources,
  namesIn,
  optionsOf,
  type PackagesFileOptions,
  packagesFile,
  packagesFileName,
  usualSources,
} from "./packages-file.ts";
export { shellcheckName, shellcheckText } from "./shellcheck.ts";
export {
  declarationsFolder,
  mapsHabc,
  takesAllFiles,
  tsconfigName,
  tsconfigText,
} from "./tsconfig.ts";
