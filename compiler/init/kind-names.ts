/** The kinds of plans that `habc init` starts, and what each builds; loaded with every command. */
export const kindDocs = {
  script: "a shell script, or files that need no compiler",
  c: "C or C++ with ./configure or a Makefile",
  cmake: "C or C++ with CMake",
  node: "a Node.js program with a package.json",
  python: "a Python program with a pyproject.toml or setup.py",
  go: "the programs of a Go module",
  rust: "the programs of a Cargo package or workspace",
  service: "any of these as a service, with hooks and configuration",
  composite: "one package that stands for several services: for those in folders beside it",
} as const;

/** The name of a kind. */
export type KindName = keyof typeof kindDocs;

/** All names, in the order of the table. */
export const kindNames = Object.keys(kindDocs) as readonly KindName[];
