/** The interpreters and run paths of ELF files. */
import type { ByteText } from "../../package/archive-tree.ts";
import { isWithin } from "../../studio/mounts.ts";
import type { ElfFile } from "../elf/read.ts";
import { expanded } from "../loader.ts";
import { normal, packageName, shown } from "../world.ts";
import { judgeOwner, placed, type Subject, strangerText } from "./subject.ts";

/** Where everybody can write. */
const openFolders = ["/tmp", "/var/tmp", "/dev/shm", "/run/lock", "/var/lock"];

const relink = "link without it, or set the run path with patchelf --set-rpath";

/** @param elves The ELF files that this platform runs, by path in the package. */
export function checkPrograms(subject: Subject, elves: ReadonlyMap<ByteText, ElfFile>): void {
  for (const [file, elf] of elves) {
    if (elf.interpreter !== undefined) checkInterpreter(subject, file, elf.interpreter);
    for (const text of runPathOf(elf)) checkEntry(subject, { text, file, elf });
  }
  for (const { path, reason } of subject.survey.damaged) {
    subject.find({
      code: "elf-unreadable",
      what: `an ELF file cannot be read: ${reason}`,
      file: path,
    });
  }
}

function checkInterpreter(subject: Subject, file: ByteText, path: ByteText): void {
  const why = whyMissing(subject, file, path);
  if (why === undefined) return;
  subject.find({
    code: "interpreter-missing",
    what: `the interpreter ${shown(path) || "(empty)"} ${why}`,
    file,
    hint: "link with -Wl,--dynamic-linker, or set it with patchelf --set-interpreter at the end of do_install",
  });
}

function whyMissing(subject: Subject, file: ByteText, path: ByteText): string | undefined {
  if (!path.startsWith("/")) return "is no absolute path";
  const { owner, found } = subject.world.look(path);
  if (judgeOwner(subject, { what: "the interpreter", path, file }, owner)) return undefined;
  if (found === "file" && owner.kind === "host") subject.takes(path, file);
  return found === "nothing" || found === "folder" ? "does not exist" : undefined;
}

/** The run path that counts; each entry with what it holds. */
function runPathOf({ dynamic }: ElfFile): readonly ByteText[] {
  const text = dynamic?.runpath ?? dynamic?.rpath ?? "";
  return text === "" ? [] : [...new Set(text.split(":"))];
}

/** An entry of the run path of a file. */
interface Entry {
  readonly text: ByteText;
  readonly file: ByteText;
  readonly elf: ElfFile;
}

function checkEntry(subject: Subject, entry: Entry): void {
  const { text, file } = entry;
  const [path = ""] = expanded(text, {
    path: placed(subject, file),
    elf: entry.elf,
    by: undefined,
  });
  const folder = path.startsWith("/") ? normal(path) : undefined;
  const danger = whyUnsafe(folder);
  if (danger !== undefined) {
    subject.find({
      code: "run-path-unsafe",
      what: `the run path holds ${text === "" ? "an empty entry" : shown(text)}, ${danger}`,
      file,
      hint: relink,
    });
  } else if (folder !== undefined) {
    checkFolder(subject, entry, folder);
  }
}

function whyUnsafe(folder: ByteText | undefined): string | undefined {
  if (folder === undefined) return "which is the working directory of who starts it";
  return openFolders.some((open) => isWithin(folder, open))
    ? "where everybody can write"
    : undefined;
}

function checkFolder(subject: Subject, { text, file }: Entry, folder: ByteText): void {
  const { owner, found } = subject.world.look(folder);
  if (owner.kind === "build") {
    judgeOwner(subject, { what: "the folder of the run path", path: folder, file }, owner);
  } else if (owner.kind === "stranger") {
    // Where a library is loaded from there, that was said.
    if (subject.isTold(packageName(owner.package), file)) return;
    subject.find({
      code: owner.forBuild ? "build-dep-path" : "run-path-broken",
      what: `the run path leads to ${shown(text)} of ${strangerText(owner)}`,
      file,
      hint: relink,
    });
  } else if (found === "file" || (found === "nothing" && !text.includes("$LIB"))) {
    const why = found === "file" ? "which is no folder" : "which does not exist";
    subject.find({
      code: "run-path-broken",
      what: `the run path holds ${shown(text)}, ${why}`,
      file,
    });
  }
}
