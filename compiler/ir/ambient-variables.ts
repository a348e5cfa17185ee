/** Variables that every environment has, with values of the machine and its user. */
const ambientNames: ReadonlySet<string> = new Set([
  "HOME",
  "PATH",
  "USER",
  "LOGNAME",
  "SHELL",
  "TERM",
  "LANG",
  "LANGUAGE",
  "TMPDIR",
  "MAIL",
  "HAB_NOCOLORING",
  "HAB_NONINTERACTIVE",
]);

/** Whether an environment variable differs between machines, so that no plan's value follows from it. */
export function isAmbientVariable(name: string): boolean {
  return ambientNames.has(name) || name.startsWith("LC_");
}
