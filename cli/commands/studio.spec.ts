/** The declarations of `habc studio …`. */
import type { CommandSpec, OptionSpec } from "../command.ts";

const root = {
  name: "root",
  short: "r",
  value: "FOLDER",
  doc: "The folder of the studio [default: HAB_STUDIO_ROOT, else one below HAB_STUDIOS_HOME for the working directory]",
} as const satisfies OptionSpec;

const base = {
  name: "base",
  value: "BASE",
  default: "host",
  doc: "What the studio stands on, as in `habc build`",
} as const satisfies OptionSpec;

const places = ["HAB_STUDIOS_HOME", "HAB_STUDIO_ROOT"] as const;

const whatItIs =
  "The studio of a source tree, which is the working directory, lasts between builds: its home folder, /tmp and the sources that builds unpacked stay. The packages that were built are in the package store.";

export const studioNewSpec = {
  summary: "Make a studio for the working directory",
  description: [whatItIs, "One that is there stays as it is."],
  arguments: [],
  options: [root],
  environment: places,
  success: "There is a studio",
  refusals: [],
  examples: [{ command: "habc studio new", doc: "A studio for the plans of this folder" }],
} as const satisfies CommandSpec;

export const studioEnterSpec = {
  summary: "Open a shell in the studio",
  description: [
    whatItIs,
    "The shell has the environment and the helpers of a build, and a command `build`, which takes the arguments of `habc build`. The source tree is /src; what is changed there is changed in the tree itself.",
    "The shell reads /src/.studiorc unless HAB_STUDIO_NOSTUDIORC is set to anything but nothing.",
  ],
  arguments: [],
  options: [root, base],
  environment: [...places, "HAB_STUDIO_NOSTUDIORC", "HAB_STUDIO_SECRET_*"],
  success: "The last command of the shell succeeded",
  statuses: [{ status: "other", doc: "That of the shell" }],
  refusals: ["studio-unavailable"],
  examples: [
    { command: "habc studio enter", doc: "Work where the plans of this folder are built" },
  ],
  interruptible: true,
} as const satisfies CommandSpec;

export const studioRunSpec = {
  summary: "Run a command in the studio",
  description: [
    whatItIs,
    "Standard input, output and exit status are those of the command. At a terminal it has one of its own. A single argument is a line for bash. .studiorc is not read.",
  ],
  arguments: [
    { name: "COMMAND", doc: "A program, or a line for bash", completes: "command" },
    { name: "ARGUMENT", doc: "Its arguments", optional: true, repeat: true },
  ],
  options: [root, base],
  environment: [...places, "HAB_STUDIO_SECRET_*"],
  success: "The command succeeded",
  statuses: [{ status: "other", doc: "That of the command" }],
  refusals: ["studio-unavailable"],
  examples: [
    { command: "habc studio run gcc --version", doc: "What a build would use" },
    { command: "habc studio run 'cd /hab/cache/src && ls'", doc: "The sources of earlier builds" },
  ],
  interruptible: true,
  passThrough: true,
} as const satisfies CommandSpec;

export const studioBuildSpec = {
  summary: "Build a package in the studio",
  description: [
    whatItIs,
    "Everything behind PLAN are arguments of `habc build`. The build cache is not used: no key knows what a studio holds.",
  ],
  arguments: [
    { name: "PLAN", doc: "The folder of a plan, or a plan file", completes: "folder" },
    { name: "ARGUMENT", doc: "Arguments of `habc build`", optional: true, repeat: true },
  ],
  options: [root],
  environment: places,
  success: "The package is in the results folder",
  statuses: [{ status: "other", doc: "That of `habc build`" }],
  refusals: [],
  examples: [
    { command: "habc studio build redis", doc: "Build with what earlier builds left" },
    { command: "habc studio build redis --on-failure shell", doc: "With options of `habc build`" },
  ],
  interruptible: true,
  passThrough: true,
} as const satisfies CommandSpec;

export const studioListSpec = {
  summary: "List studios and kept builds",
  description: [
    "Those below HAB_STUDIOS_HOME: their names, what they are for, the room that they take, when they were last used, and whether somebody works in them.",
  ],
  arguments: [],
  options: [{ name: "json", doc: "Print JSON: one object a line" }],
  environment: ["HAB_STUDIOS_HOME"],
  success: "They were listed",
  refusals: [],
  examples: [{ command: "habc studio list", doc: "Which studios there are" }],
} as const satisfies CommandSpec;

export const studioRmSpec = {
  summary: "Remove studios and kept builds",
  description: [
    "Removes all that the studio holds, and nothing else: it refuses where something is mounted in it, and follows no links. Packages stay in the package store.",
  ],
  arguments: [
    {
      name: "STUDIO",
      doc: "Names, as `habc studio list` shows them [default: the studio of the working directory]",
      optional: true,
      repeat: true,
    },
  ],
  options: [root, { name: "all", doc: "Remove all studios and kept builds that nobody uses" }],
  environment: places,
  success: "They are gone",
  refusals: ["studio-busy", "studio-missing"],
  examples: [
    { command: "habc studio rm", doc: "The studio of this folder" },
    { command: "habc studio rm --all", doc: "Give the room of all of them back" },
  ],
} as const satisfies CommandSpec;

export const studioVersionSpec = {
  summary: "Print the version of the studio, which is that of habc",
  description: ["For scripts that were written for Habitat's studio."],
  arguments: [],
  options: [],
  environment: [],
  success: "It was printed",
  refusals: [],
  examples: [{ command: "habc studio version", doc: "The version" }],
} as const satisfies CommandSpec;
