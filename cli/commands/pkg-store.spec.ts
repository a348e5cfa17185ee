/** The declarations of those `habc pkg …` that work on installed packages. */
import type { ArgumentSpec, CommandSpec, OptionSpec } from "../command.ts";

const ident = {
  name: "IDENT",
  doc: "A package: origin/name[/version[/release]], the newest where several fit",
} as const satisfies ArgumentSpec;
const json = { name: "json", doc: "Print JSON" } as const satisfies OptionSpec;
const jsonLines = { ...json, doc: "Print JSON: one object a line" } as const;
const force = {
  name: "force",
  short: "f",
  doc: "Replace other files that have the name of a link",
} as const satisfies OptionSpec;
const store = ["FS_ROOT"] as const;

export const pkgInstallSpec = {
  summary: "Install packages",
  description: [
    "Takes package files, and identifiers, for which it installs the newest release that is installed, in the folders of --from, in the results folder or in the artifact cache. What a package runs with is installed before it.",
    "A package is verified before anything of it is unpacked: a key of its own origin, which has to be in the key cache, must have signed it. It appears in the store as a whole or not at all. One that is installed already stays as it is.",
    "Install hooks run once for each release, as the package's user where root installs it.",
  ],
  arguments: [
    {
      name: "IDENT_OR_HART",
      doc: "Identifiers of packages, and package files",
      repeat: true,
      completes: "file",
    },
  ],
  options: [
    {
      name: "from",
      value: "DIR",
      repeat: true,
      doc: "A folder with package files to look into, before the others",
    },
    { name: "binlink", short: "b", doc: "Link to the programs of the packages, as binlink does" },
    {
      name: "binlink-dir",
      value: "DIR",
      doc: "The folder of the links [default: HAB_BINLINK_DIR, else /bin]",
    },
    force,
    { name: "ignore-install-hook", doc: "Do not run install hooks" },
    json,
  ],
  environment: ["HAB_CACHE_KEY_PATH", "HAB_OUTPUT_PATH", "HAB_BINLINK_DIR", ...store],
  success: "The packages are installed, with all that they run with",
  refusals: ["dep-missing", "hart-signature", "key-missing", "package-target", "hook-failed"],
  examples: [
    { command: "habc pkg install results/*.hart", doc: "What was just built" },
    { command: "habc pkg install --from /mnt/usb acme/redis", doc: "From a folder of packages" },
  ],
} as const satisfies CommandSpec;

export const pkgUninstallSpec = {
  summary: "Uninstall packages",
  description: [
    "Removes the newest release of each package, and of what it runs with everything that no other package needs. It refuses while something that stays runs with the package, and says what. Uninstall hooks run when the last release of a package goes.",
  ],
  arguments: [{ ...ident, repeat: true }],
  options: [
    { name: "dryrun", short: "d", doc: "Only show what would go" },
    { name: "no-deps", doc: "Leave the packages that it runs with" },
    { name: "exclude", value: "IDENT", repeat: true, doc: "A package that stays in any case" },
    {
      name: "keep-latest",
      value: "NUMBER",
      doc: "Remove all releases of the package but this many of the newest",
    },
    { name: "ignore-uninstall-hook", doc: "Do not run uninstall hooks" },
    json,
  ],
  environment: [...store],
  success: "The packages are gone, or with --dryrun could go",
  refusals: ["package-missing", "package-needed", "hook-failed"],
  examples: [
    { command: "habc pkg uninstall --dryrun acme/redis", doc: "What would go with it" },
    { command: "habc pkg uninstall --keep-latest 2 acme/redis", doc: "All but the newest two" },
  ],
} as const satisfies CommandSpec;

export const pkgListSpec = {
  summary: "List installed packages",
  description: [
    "Lists full identifiers, the oldest release of a package first. A stand-in for a package of the host, as `habc pkg host` makes them, is marked.",
  ],
  arguments: [{ ...ident, optional: true, doc: "Only releases of this package [default: all]" }],
  options: [
    { name: "all", short: "a", doc: "All packages, as without IDENT" },
    { name: "origin", short: "o", value: "ORIGIN", doc: "Only packages of this origin" },
    jsonLines,
  ],
  environment: [...store],
  success: "The packages were listed; there may be none",
  refusals: [],
  examples: [
    { command: "habc pkg list acme/redis", doc: "The releases of a package" },
    { command: "habc pkg list --json | jq 'select(.standIn)'", doc: "The stand-ins" },
  ],
} as const satisfies CommandSpec;

export const pkgPathSpec = {
  summary: "Print where an installed package lies",
  description: [
    "Prints the folder on this machine. Where builds and other packages see it under another path, below /hab/pkgs, that is told on the standard error stream.",
  ],
  arguments: [ident],
  options: [json],
  environment: [...store],
  success: "The path was printed",
  refusals: ["package-missing"],
  examples: [{ command: "ls $(habc pkg path core/zlib)/lib", doc: "The libraries of a package" }],
} as const satisfies CommandSpec;

export const pkgDepsSpec = {
  summary: "List what an installed package runs with, or what runs with it",
  description: ["Without options it lists the direct run dependencies."],
  arguments: [ident],
  options: [
    { name: "transitive", short: "t", doc: "Also what the dependencies run with" },
    { name: "reverse", short: "r", doc: "The packages that run with this one" },
    jsonLines,
  ],
  environment: [...store],
  success: "The packages were listed; there may be none",
  refusals: ["package-missing"],
  examples: [
    { command: "habc pkg deps -t acme/redis", doc: "All it needs" },
    { command: "habc pkg deps -r core/openssl", doc: "Who needs it" },
  ],
} as const satisfies CommandSpec;

export const pkgProvidesSpec = {
  summary: "Find the installed package that a file belongs to",
  description: [
    "Looks for files, folders and links by name, by the end of their path (`bin/sed`), or by the whole path below /hab/pkgs.",
  ],
  arguments: [{ name: "FILE", doc: "A name or a path" }],
  options: [
    { name: "full-releases", short: "r", doc: "Print full identifiers" },
    { name: "full-paths", short: "p", doc: "Print the paths of the files too" },
    jsonLines,
  ],
  environment: [...store],
  success: "At least one package has such a file",
  refusals: ["package-missing"],
  examples: [{ command: "habc pkg provides -p libz.so.1", doc: "Every package that has one" }],
} as const satisfies CommandSpec;

export const pkgEnvSpec = {
  summary: "Print the run-time environment of an installed package",
  description: [
    "Prints export commands for a shell. A value of SSL_CERT_FILE that is set already stays.",
  ],
  arguments: [ident],
  options: [json],
  environment: [...store],
  success: "The environment was printed; it may be empty",
  refusals: ["package-missing"],
  examples: [{ command: 'eval "$(habc pkg env acme/redis)"', doc: "Set it in this shell" }],
} as const satisfies CommandSpec;

export const pkgExecSpec = {
  summary: "Run a command with the run-time environment of an installed package",
  description: [
    "The command is looked up among the programs of the package and of all it runs with, then on the caller's PATH. Its standard streams, signals and exit status are those of habc. Options of habc stand before IDENT: everything behind it belongs to the command.",
    "Where the package store is not /hab/pkgs, the command runs in a mount namespace that shows it there.",
  ],
  arguments: [
    ident,
    { name: "COMMAND", doc: "The program" },
    { name: "ARGUMENT", doc: "Its arguments", optional: true, repeat: true, completes: "file" },
  ],
  options: [],
  environment: [...store],
  passThrough: true,
  success: "The command succeeded",
  statuses: [
    { status: "126", doc: "The command cannot be run" },
    { status: "127", doc: "There is no such command" },
    { status: "other", doc: "That of the command; 128 and the number of a signal that ended it" },
  ],
  refusals: ["package-missing", "studio-unavailable"],
  examples: [{ command: "habc pkg exec acme/redis redis-cli --help", doc: "Run a program of it" }],
} as const satisfies CommandSpec;

export const pkgBindsSpec = {
  summary: "Show the binds of an installed service",
  description: ["Each bind with the exports that it needs of the service behind it."],
  arguments: [ident],
  options: [json],
  environment: [...store],
  success: "The binds were shown; there may be none",
  refusals: ["package-missing"],
  examples: [{ command: "habc pkg binds acme/web", doc: "What it has to be bound to" }],
} as const satisfies CommandSpec;

export const pkgConfigSpec = {
  summary: "Print the default configuration of an installed service",
  description: ["Prints the `default.toml` of the package as it is."],
  arguments: [ident],
  options: [json],
  environment: [...store],
  success: "The configuration was printed; there may be none",
  refusals: ["package-missing"],
  examples: [{ command: "habc pkg config acme/redis", doc: "What can be configured" }],
} as const satisfies CommandSpec;

export const pkgBinlinkSpec = {
  summary: "Link to the programs of an installed package",
  description: [
    "Makes links in a folder that is on the PATH. Another file that has the name of a link stays, with a warning, unless --force is given. Where the package store is not /hab/pkgs, a small script that runs `habc pkg exec` takes the place of each link.",
  ],
  arguments: [ident, { name: "BINARY", doc: "A program [default: all]", optional: true }],
  options: [
    {
      name: "dest",
      short: "d",
      value: "DIR",
      doc: "The folder, below FS_ROOT where that is set [default: HAB_BINLINK_DIR, else /bin]",
    },
    force,
    jsonLines,
  ],
  environment: ["HAB_BINLINK_DIR", ...store],
  success: "The links are there, or other files are in their way",
  refusals: ["package-missing", "results-unwritable"],
  examples: [
    { command: "habc pkg binlink -d /usr/local/bin acme/redis redis-cli", doc: "One program" },
  ],
} as const satisfies CommandSpec;

export const pkgHostSpec = {
  summary: "Let programs and libraries of the host stand in for packages",
  description: [
    "Old plans name a toolchain that a machine without a depot does not have. A stand-in is a package of that name whose programs, libraries and headers are links to the host's, with the version that the host's own tool tells. `habc pkg list` marks it.",
    "What is built with stand-ins is only as repeatable and as portable as the host is. Without IDENT it lists what the host can stand in for, and what it lacks.",
  ],
  arguments: [
    { ...ident, doc: "A package of origin core, such as core/gcc", optional: true, repeat: true },
  ],
  options: [
    { ...force, doc: "Add a stand-in where a real package is installed" },
    { ...json, doc: "Print JSON; without IDENT one object a line" },
  ],
  environment: ["SOURCE_DATE_EPOCH", ...store],
  success: "The stand-ins, or real packages, are installed",
  refusals: ["stand-in-unavailable", "results-unwritable"],
  examples: [
    { command: "habc pkg host", doc: "What the host has" },
    { command: "habc pkg host core/gcc core/make core/glibc", doc: "A toolchain for C" },
  ],
} as const satisfies CommandSpec;
