/** What a kind of plan is made of. The kinds themselves are in `kinds/`. */
import type { CallbackName, Settings } from "../ir/index.ts";
import type { Folder } from "./folder.ts";

/** What the files of a project say about it. Absent: they do not say. */
export interface Facts {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly description?: string | undefined;
  /** The home page. */
  readonly url?: string | undefined;
  readonly maintainer?: string | undefined;
  /** As the project writes it; it need not be an SPDX expression. */
  readonly license?: string | undefined;
  /** What follows from the files beside what a plan says of every package. */
  readonly draft?: Draft;
}

/** Names that the files of a plan are written with. All are valid in a plan. */
export interface Names {
  readonly origin: string;
  readonly name: string;
}

/** What a plan says beside what its package is called. */
export interface Draft {
  readonly settings?: Settings;
  /**
   * The commands of each callback, in bash. `{pkg_prefix}` stands for a setting or a variable of
   * the build; a word with one is quoted. A line that begins with `#` is a remark.
   */
  readonly callbacks?: Readonly<Partial<Record<CallbackName, readonly string[]>>>;
}

/** A kind of plan. */
export interface PlanKind {
  /** The files that tell a project of this kind: one of them is there. */
  readonly markers: readonly string[];
  /** What Habitat's own packages offer for it. */
  readonly needs: { readonly run: readonly string[]; readonly build: readonly string[] };
  /**
   * Reads a project.
   *
   * @returns Undefined where it is none of this kind after all.
   * @throws HabcError `project-invalid`.
   */
  readonly read: (folder: Folder) => Facts | undefined;
  /** What the plan says where the project says nothing else. */
  readonly draft: (names: Names) => Draft;
  /** The texts of files for an empty folder, by path: with them the plan builds. The plan is not among them. */
  readonly starter: (names: Names) => Readonly<Record<string, string>>;
}
