/** The declarations of `habc pkg …`. */
import type { ArgumentSpec, CommandSpec, OptionSpec } from "../command.ts";
import { lintOption, strictOption } from "./lint-options.ts";

const hart = {
  name: "HART",
  doc: "A package file",
  completes: "file",
} as const satisfies ArgumentSpec;
const installedOrFile = {
  name: "PACKAGE",
  doc: "A package file, or the identifier of an installed package",
  completes: "file",
} as const satisfies ArgumentSpec;

const json = { name: "json", doc: "Print JSON" } as const satisfies OptionSpec;

export const pkgVerifySpec = {
  summary: "Verify the signatures of package files",
  description: [
    "Checks that the file is whole, and that the key named in it signed exactly this content. The public key has to be in the key cache.",
  ],
  arguments: [{ ...hart, doc: "Package files", repeat: true }],
  options: [
    {
      name: "provenance",
      doc: "Check the provenance beside each file too (FILE.provenance.json): who signed it, and that it speaks of this very file",
    },
    { ...json, doc: "Print JSON: one object a line for each HART, in order" },
  ],
  environment: ["HAB_CACHE_KEY_PATH"],
  success: "All signatures hold",
  refusals: ["hart-invalid", "hart-signature", "key-missing", "provenance-invalid"],
  examples: [
    { command: "habc pkg verify results/*.hart", doc: "Whether what was built can be trusted" },
  ],
} as const satisfies CommandSpec;

export const pkgInfoSpec = {
  summary: "Show what a package says about itself",
  description: [
    "Reads the identifier, the metadata and, of a file, the signer. Nothing is verified or run.",
  ],
  arguments: [installedOrFile],
  options: [json],
  environment: ["FS_ROOT"],
  success: "The package was read",
  refusals: ["hart-invalid", "package-missing"],
  examples: [{ command: "habc pkg info --json redis.hart | jq .deps", doc: "Its dependencies" }],
} as const satisfies CommandSpec;

export const pkgHashSpec = {
  summary: "Print the BLAKE2b checksums of files",
  description: [
    "BLAKE2b with 32 bytes over the whole file, in hexadecimal: the checksum of depots and of `last_build.env`, the same as `b2sum -l 256` prints.",
  ],
  arguments: [
    {
      name: "FILE",
      doc: "Files [default: their names from standard input, one a line]",
      optional: true,
      repeat: true,
      completes: "file",
    },
  ],
  options: [],
  environment: [],
  success: "All checksums were printed",
  refusals: ["hart-invalid"],
  examples: [
    { command: "habc pkg hash redis.hart", doc: "One checksum" },
    { command: "find . -type f | sort | habc pkg hash", doc: "Those of a folder" },
  ],
} as const satisfies CommandSpec;

export const pkgSignSpec = {
  summary: "Sign a file with an origin's key",
  description: [
    "Writes the file with a signature in front of it, in the form of a .hart, with the newest secret key of the origin. The content may be anything: a packed package, or a list of checksums.",
  ],
  arguments: [
    { name: "SOURCE", doc: "The content", completes: "file" },
    { name: "DEST", doc: "The signed file to write", completes: "file" },
  ],
  options: [
    { name: "origin", value: "ORIGIN", doc: "Whose key signs [default: HAB_ORIGIN]" },
    json,
  ],
  environment: ["HAB_ORIGIN", "HAB_CACHE_KEY_PATH"],
  success: "The signed file is written",
  refusals: ["key-missing", "results-unwritable"],
  examples: [
    { command: "habc pkg sign --origin acme redis.tar.xz redis.hart", doc: "Make a .hart" },
  ],
} as const satisfies CommandSpec;

export const pkgHeaderSpec = {
  summary: "Show the header of a package file",
  description: [
    "Prints the format, the name of the signing key, the hash type and the signature, as they stand in the file. Nothing is verified.",
  ],
  arguments: [hart],
  options: [json],
  environment: [],
  success: "The header was read",
  refusals: ["hart-invalid"],
  examples: [{ command: "habc pkg header redis.hart", doc: "Who signed it" }],
} as const satisfies CommandSpec;

export const pkgSbomSpec = {
  summary: "Print the bill of materials of an installed package",
  description: [
    "Lists the package, its files and everything that it runs with, as SPDX 2.3 or CycloneDX 1.6 in JSON.",
  ],
  arguments: [
    {
      name: "IDENT",
      doc: "A package: origin/name[/version[/release]], the newest where several fit",
    },
  ],
  options: [
    {
      name: "format",
      value: "FORMAT",
      choices: ["spdx", "cyclonedx"],
      default: "spdx",
      doc: "The format of the bill",
    },
  ],
  environment: ["FS_ROOT"],
  success: "The bill was printed",
  refusals: ["dep-missing"],
  examples: [
    { command: "habc pkg sbom acme/redis > redis.spdx.json", doc: "With all that it runs with" },
  ],
} as const satisfies CommandSpec;

export const pkgCheckSpec = {
  summary: "Check what a package needs and holds",
  description: [
    "Finds libraries and interpreters that are not there, or are in packages that are no run dependencies, links that lead nowhere, paths of the build, unsafe modes, and dependencies that nothing uses: the checks that a build makes before it signs.",
    "Dependencies are looked at where they are installed. Nothing of the package is run.",
  ],
  arguments: [installedOrFile],
  options: [lintOption, strictOption, json],
  environment: ["FS_ROOT"],
  success: "No finding is an error",
  statuses: [],
  refusals: ["hart-invalid", "package-missing"],
  examples: [
    { command: "habc pkg check results/acme-redis-*.hart", doc: "Before it is published" },
    { command: "habc pkg check --strict acme/redis", doc: "Whether it runs on any machine" },
    {
      command: "habc pkg check --lint set-id=error --lint dep-unused=off acme/redis",
      doc: "With levels of your own",
    },
  ],
} as const satisfies CommandSpec;

export const pkgDiffSpec = {
  summary: "Show what changed between two packages",
  description: [
    "Compares files, modes and links, metadata line by line, dependencies, sizes, and what changed binaries need. Files that differ only in the path of their own package are told apart.",
  ],
  arguments: [
    {
      name: "A",
      doc: "A package file, or the identifier of an installed package",
      completes: "file",
    },
    { name: "B", doc: "The package to compare it with", completes: "file" },
  ],
  options: [json],
  environment: ["FS_ROOT"],
  success: "The packages are the same",
  statuses: [
    { status: "1", doc: "They differ" },
    { status: "2", doc: "They cannot be compared" },
  ],
  refusals: [],
  examples: [
    { command: "habc pkg diff old.hart new.hart", doc: "What an update brings" },
    {
      command: "habc pkg diff --json acme/redis/7.2.4 acme/redis/7.2.5 | jq .dependencies",
      doc: "Which dependencies changed",
    },
  ],
} as const satisfies CommandSpec;
