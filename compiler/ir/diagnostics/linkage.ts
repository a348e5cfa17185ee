import type { DiagnosticSpec } from "./spec.ts";

/** What a finished package needs, and what it must not hold. Each level can be set. */
export const linkageDiagnostics = {
  "interpreter-missing": {
    title: "The interpreter of a program or script is not there",
    explain:
      "The kernel starts a program by its ELF interpreter, and a script by what its first line names. The path exists neither in the package nor in its run dependencies, nor on the host. `fix_interpreter`, or `patchelf --set-interpreter`, gives the right one.",
    severity: "warning",
  },
  "library-missing": {
    title: "A needed library is nowhere to be found",
    explain:
      "The loader looks in the run path (`DT_RPATH`, `DT_RUNPATH`) and in the folders of the system, and the library is in none of them. Add the package that has it to `pkg_deps`, and its library folder to the run path.",
    severity: "warning",
  },
  "library-version": {
    title: "A library does not have the version of symbols that is needed",
    explain:
      "The file was linked with a newer or another build of the library than the one that its run path leads to; the loader would refuse to start it. Build with the same release that the package runs with.",
    severity: "warning",
  },
  "run-path-missing": {
    title: "No run path leads to a library of a run dependency",
    explain:
      "The library is in the package itself or in one of its run dependencies, but the loader would not look there. Linking with `LD_RUN_PATH`, as the build sets it, or with `-Wl,-rpath`, writes the folder into the file; `patchelf --add-rpath` adds it later. A dependency has to name the folder in its `pkg_lib_dirs`.",
    severity: "warning",
  },
  "run-path-order": {
    title: "A library is taken from the wrong place first",
    explain:
      "The loader takes the first file of the right name. Here that is one of the host, or of a package that is no run dependency, although a run dependency further down the run path has the library too.",
    severity: "warning",
  },
  "run-path-unsafe": {
    title: "A run path leads where anybody can put a library",
    explain:
      "An empty or relative entry means the working directory of whoever starts the program, and everybody can write to folders such as `/tmp`: a library that is put there runs with the rights of the program. Entries are absolute, or begin with `$ORIGIN`.",
    severity: "warning",
  },
  "run-path-broken": {
    title: "An entry of a run path leads nowhere",
    explain:
      "The folder does not exist, or is in a package that is no run dependency. The loader looks there for nothing, each time the program starts.",
    severity: "info",
  },
  "dep-undeclared": {
    title: "The package needs another one that it does not declare",
    explain:
      "An interpreter, a library or a link leads into a package that is not among the run dependencies, so it may be missing where this package is installed. Add it to `pkg_deps`; one that is in `pkg_build_deps` is there for the build alone.",
    severity: "warning",
  },
  "dep-unused": {
    title: "Nothing in the package uses a run dependency",
    explain:
      "No library, interpreter, link or script of the package leads to it, and no file names its path or one of its programs. What a program finds on its `PATH` by itself cannot be seen. A dependency that only the build needs belongs in `pkg_build_deps`.",
    severity: "info",
  },
  "dep-not-installed": {
    title: "A run dependency is not installed here",
    explain:
      "What leads to a package that is not in the store of this machine cannot be checked. Install it, and check again.",
    severity: "warning",
  },
  "host-dependency": {
    title: "The package needs files of the host",
    explain:
      "It runs only where the host has the same interpreters and libraries. That is expected of what the host's own compiler makes. With `core/glibc` and a compiler as dependencies, and `fix_interpreter` for scripts, a package runs anywhere. `--strict` refuses it.",
    severity: "info",
  },
  "build-path": {
    title: "The package points into the folder that it was built in",
    explain:
      "The source cache and the source tree are gone when the package is installed. Debugging information and messages that name them are harmless, but keep builds from being repeatable; `-ffile-prefix-map` changes them. Links, run paths and scripts break.",
    severity: "warning",
  },
  "build-dep-path": {
    title: "The package points to a dependency of its build",
    explain:
      "A path of a package that is only in `pkg_build_deps` stands in a file: it leads nowhere where this package is installed. Move the dependency to `pkg_deps`, or keep the path out of what is installed.",
    severity: "warning",
  },
  "home-path": {
    title: "The package points into a user's home",
    explain:
      "The home of whoever built the package does not exist elsewhere, and its name may be nobody's business.",
    severity: "warning",
  },
  "link-broken": {
    title: "A link leads nowhere",
    explain: "What the link names is neither in the package nor in its run dependencies.",
    severity: "warning",
  },
  "world-writable": {
    title: "Everybody can write to a file or folder of the package",
    explain:
      "Any user of the machine could change what others run. Take the right away at the end of `do_install`, for instance with `chmod -R o-w`.",
    severity: "warning",
  },
  "set-id": {
    title: "A file runs with the rights of its owner or group",
    explain:
      "Packages are installed by root, so a set-user-ID program runs as root for everybody. Remove the bit with `chmod u-s,g-s` unless the program is meant for that.",
    severity: "warning",
  },
  "elf-unreadable": {
    title: "An ELF file cannot be read",
    explain: "It begins as a program or library and is damaged or cut short.",
    severity: "info",
  },
  "elf-foreign": {
    title: "A program or library is for another machine",
    explain:
      "Its processor, its address size or its system is not that of the package's platform: it does not run where the package is installed. That is meant where it is data, such as a test's or a firmware; else a compiler took another target.",
    severity: "info",
  },
  "license-missing": {
    title: "The text of the licence is not in the package",
    explain:
      "Most licences ask for their text to go with the software. Copy the source's `LICENSE` or `COPYING` into the package, for instance to `share/licenses`.",
    severity: "info",
  },
  "folder-empty": {
    title: "A folder at the top of the package is empty",
    explain:
      "A setting such as `pkg_bin_dirs` names it, but nothing was installed there. Other packages put it on their search paths for nothing.",
    severity: "info",
  },
} as const satisfies Record<string, DiagnosticSpec>;

/** A code of the table. */
export type LinkageCode = keyof typeof linkageDiagnostics;
