/** What an editor needs to know plans: its configuration, and the names of packages. */
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
export {
  declarationsFolder,
  mapsHabc,
  takesAllFiles,
  tsconfigName,
  tsconfigText,
} from "./tsconfig.ts";
