/** How a stand-in for a package of the host is declared. */

/** How its version is read. */
export type HostVersion =
  /** The first thing like a version that a program says, or the first match of a pattern. */
  | { readonly program: string; readonly args?: readonly string[]; readonly pattern?: RegExp }
  /** The `Version` of a pkg-config file. */
  | { readonly pkgConfig: string }
  /** `LINUX_VERSION_CODE` of a header. */
  | { readonly kernelHeader: string }
  /** The day on which one of its links was last changed, for what has no version of its own. */
  | { readonly dateOf: string };

/** One stand-in. What is not said to be optional must be there. */
export interface HostPackageSpec {
  /**
   * Programs, for `bin/`. `cc|gcc` is a link `cc` to the first program that the host has of the
   * two.
   */
  readonly programs?: readonly string[];
  /** Programs that are linked to where the host has them. */
  readonly morePrograms?: readonly string[];
  /** Libraries to link with, without `lib` and `.so`; their other files come along. */
  readonly libraries?: readonly string[];
  /** Libraries to run with: files such as `libgcc_s.so.1`. */
  readonly runtime?: readonly string[];
  /** Other files of library folders; `*` stands for anything. */
  readonly files?: readonly string[];
  readonly moreFiles?: readonly string[];
  /** Headers, or folders of them. */
  readonly headers?: readonly string[];
  readonly moreHeaders?: readonly string[];
  /** pkg-config files, without `.pc`; linked to where the host has them. */
  readonly pkgConfig?: readonly string[];
  /** Other links: the path in the package, and the files of the host of which the first counts. */
  readonly links?: Readonly<Record<string, readonly string[]>>;
  /** `pkg_interpreters`. */
  readonly interpreters?: readonly string[];
  /** Absent: what the first program says to `--version`. */
  readonly version?: HostVersion;
  /** The Debian packages that have all of it, for messages. */
  readonly debian: string;
}
