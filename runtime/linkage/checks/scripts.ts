/** The interpreters of scripts, and the packages that hooks ask for. */
import { basename } from "node:path";
import type { ByteText } from "../../package/archive-tree.ts";
import { satisfies, tryParseIdent } from "../../store/ident.ts";
import type { Package } from "../../store/package.ts";
import { envProgram, isHook, type Script } from "../scripts.ts";
import { shown } from "../world.ts";
import { judgeOwner, type Subject } from "./subject.ts";

/** Where the host has programs. */
const hostFolders = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"];

/** @param tdeps The run dependencies. */
export function checkScripts(subject: Subject, tdeps: readonly Package[]): void {
  for (const script of subject.survey.scripts) checkScript(subject, script);
  for (const { path, ident } of subject.survey.templates) {
    const wanted = tryParseIdent(ident);
    const found = wanted && tdeps.find((each) => satisfies(each.ident, wanted));
    if (found !== undefined) subject.uses(found);
    else {
      subject.find({
        code: "dep-undeclared",
        what: `pkgPathFor asks for ${shown(ident)}, which is no run dependency`,
        file: path,
        hint: `add ${shown(ident)} to pkg_deps`,
      });
    }
  }
}

function checkScript(subject: Subject, script: Script): void {
  const what = whatIsMissing(subject, script);
  if (what === undefined) return;
  subject.find({
    code: "interpreter-missing",
    what,
    file: script.path,
    hint: "declare the package that has it, and call fix_interpreter at the end of do_install",
  });
}

function whatIsMissing(subject: Subject, script: Script): string | undefined {
  const { path: file, interpreter, argument } = script;
  // What the supervisor fills in is told by the identifier that it asks for.
  if (interpreter.includes("{{")) return undefined;
  const text = `the interpreter ${JSON.stringify(shown(interpreter))}`;
  if (!interpreter.startsWith("/")) return `${text} is no absolute path`;
  const { owner, found } = subject.world.look(interpreter);
  const lead = { what: "the interpreter", path: interpreter, file };
  if (judgeOwner(subject, lead, owner) || found === "unknown") return undefined;
  if (found !== "file") return `${text} does not exist`;
  if (owner.kind === "host" && !isUsualHook(script)) subject.takes(interpreter, file);
  const program = basename(interpreter) === "env" ? envProgram(argument) : undefined;
  if (program === undefined || findProgram(subject, program, file)) return undefined;
  return `${shown(program)}, which env is to start, is on no PATH`;
}

/** The supervisor starts hooks, and needs this shell of every host: a build writes such hooks. */
function isUsualHook({ path, interpreter }: Script): boolean {
  return isHook(path) && interpreter === "/bin/sh";
}

/** On the run-time `PATH` of the package, else on the host. */
function findProgram(subject: Subject, program: ByteText, file: ByteText): boolean {
  const { world, survey } = subject;
  const folders = (survey.metadata.get("RUNTIME_PATH") ?? "").trim().split(":").filter(Boolean);
  for (const folder of folders) {
    const { owner, found } = world.look(`${folder}/${program}`);
    if (found !== "file" && found !== "unknown") continue;
    if (owner.kind === "dependency") subject.uses(owner.package);
    return true;
  }
  const ofHost = hostFolders.find((folder) => world.look(`${folder}/${program}`).found === "file");
  if (ofHost === undefined) return false;
  subject.takes(`${ofHost}/${program}`, file);
  return true;
}
