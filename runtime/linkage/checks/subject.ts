/** What every check gets, and the words that they share. */
import type { ByteText } from "../../package/archive-tree.ts";
import type { Package } from "../../store/package.ts";
import type { Report } from "../finding.ts";
import type { Survey } from "../survey.ts";
import { type Owner, packageName, shown, type World } from "../world.ts";

/** A package that is being checked. */
export interface Subject extends Report {
  /** Where it is installed. */
  readonly prefix: ByteText;
  readonly survey: Survey;
  readonly world: World;
}

/** Where a file of the package is when it is installed. */
export function placed({ prefix }: Pick<Subject, "prefix">, file: ByteText): ByteText {
  return `${prefix}/${file}`;
}

/** The path of a file in the package; undefined for a file of another one. */
export function ownFile({ prefix }: Subject, path: ByteText): ByteText | undefined {
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : undefined;
}

/** What to do about a package that is needed and not declared. */
export function declareHint({ package: needed, forBuild }: Extract<Owner, { kind: "stranger" }>) {
  const name = packageName(needed);
  return forBuild ? `move ${name} from pkg_build_deps to pkg_deps` : `add ${name} to pkg_deps`;
}

/** Completes "… is in NAME, which is …". */
export function strangerText({
  package: needed,
  forBuild,
}: {
  readonly package: Package;
  readonly forBuild: boolean;
}): string {
  const what = forBuild ? "which only the build depends on" : "which is no run dependency";
  return `${packageName(needed)}, ${what}`;
}

/** What is wrong with a path that something leads to by itself. */
export interface Lead {
  /** Such as "the interpreter". */
  readonly what: string;
  readonly path: ByteText;
  readonly file: ByteText;
}

/**
 * Judges whose a path is: a package that is not declared, or a folder of the build.
 *
 * @returns Whether there was something to say.
 */
export function judgeOwner(subject: Subject, { what, path, file }: Lead, owner: Owner): boolean {
  switch (owner.kind) {
    case "dependency":
      subject.uses(owner.package);
      return false;
    case "stranger":
      subject.find({
        code: "dep-undeclared",
        what: `${what} ${shown(path)} is in ${strangerText(owner)}`,
        file,
        hint: declareHint(owner),
      });
      return true;
    case "build":
      subject.find({
        code: "build-path",
        what: `${what} ${shown(path)} is there only while the package is built`,
        file,
        hint: "install what is needed below $pkg_prefix and let it lead there",
      });
      return true;
    default:
      return false;
  }
}
