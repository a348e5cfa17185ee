/** Rights, licence and empty folders. */
import type { Subject } from "./subject.ts";

const everybodyWrites = 0o002;
const sticky = 0o1000;
const setIds = [
  [0o4000, "set-user-ID"],
  [0o2000, "set-group-ID"],
] as const;
const licenceFile = /^((un)?licen[cs]es?|copying|copyright|notice)\b/i;

/** @param licences `pkg_license`; empty where it is not set. */
export function checkFiles(subject: Subject, licences: readonly string[]): void {
  for (const { path, kind, mode } of subject.survey.modes) {
    const [file, octal] = [path === "" ? "." : path, mode.toString(8).padStart(4, "0")];
    if ((mode & everybodyWrites) !== 0 && !(kind === "folder" && (mode & sticky) !== 0)) {
      subject.find({
        code: "world-writable",
        what: `everybody can write to a ${kind === "folder" ? "folder" : "file"} (mode ${octal})`,
        file,
        hint: "chmod o-w at the end of do_install",
      });
    }
    for (const [bit, name] of kind === "folder" ? [] : setIds) {
      if ((mode & bit) === 0) continue;
      subject.find({
        code: "set-id",
        what: `the ${name} bit is set (mode ${octal})`,
        file,
        hint: "remove it with chmod u-s,g-s, unless the program is meant to have it",
      });
    }
  }
  checkLicence(subject, licences);
  checkEmptyFolders(subject);
}

function checkLicence({ survey, find }: Subject, licences: readonly string[]): void {
  if (licences.length === 0 || !survey.hasContent) return;
  for (const [path] of survey.tree) {
    if (licenceFile.test(path.slice(path.lastIndexOf("/") + 1))) return;
  }
  find({
    code: "license-missing",
    what: `the package is under ${licences.join(", ")}, and has no file with the licence's text`,
    hint: "install the source's LICENSE or COPYING, for instance to share/licenses",
  });
}

function checkEmptyFolders({ survey, find }: Subject): void {
  const full = new Set<string>();
  for (const [path] of survey.tree) {
    const slash = path.indexOf("/");
    if (slash !== -1) full.add(path.slice(0, slash));
  }
  for (const [path, { kind }] of survey.tree) {
    if (kind !== "folder" || path === "" || path.includes("/") || full.has(path)) continue;
    find({
      code: "folder-empty",
      what: "a folder at the top of the package is empty",
      file: path,
      hint: "take it out of the setting that names it, or install what belongs there",
    });
  }
}
