/** The declarations of `habc origin key …`. */
import type { ArgumentSpec, CommandSpec, OptionSpec } from "../command.ts";

const origin = { name: "ORIGIN", doc: "The name of the origin" } as const satisfies ArgumentSpec;
const json = { name: "json", doc: "Print JSON" } as const satisfies OptionSpec;

export const keyGenerateSpec = {
  summary: "Make a pair of signing keys for an origin",
  description: [
    "Writes a public key (mode 0444) and a secret key (0400) into the key cache, named after the origin and the present time. Builds sign with the newest secret key of their origin. Keys that are there already stay.",
  ],
  arguments: [{ ...origin, optional: true, doc: "The name of the origin [default: HAB_ORIGIN]" }],
  options: [json],
  environment: ["HAB_ORIGIN", "HAB_CACHE_KEY_PATH"],
  success: "The pair is in the key cache",
  refusals: ["results-unwritable"],
  examples: [{ command: "habc origin key generate acme", doc: "A pair for the origin acme" }],
} as const satisfies CommandSpec;

export const keyImportSpec = {
  summary: "Put key files into the key cache",
  description: [
    "Takes public and secret origin keys in Habitat's format. A key that is already there is left alone; a different key of the same name and revision is refused.",
  ],
  arguments: [
    {
      name: "FILE",
      doc: "Key files [default: one key on standard input]",
      optional: true,
      repeat: true,
      completes: "file",
    },
  ],
  options: [json],
  environment: ["HAB_CACHE_KEY_PATH"],
  success: "All keys are in the key cache",
  refusals: ["key-invalid", "key-exists"],
  examples: [
    { command: "habc origin key import acme-20260101120000.pub", doc: "From a file" },
    {
      command: "ssh other habc origin key export acme --type secret | habc origin key import",
      doc: "From another machine",
    },
  ],
} as const satisfies CommandSpec;

export const keyExportSpec = {
  summary: "Print an origin's newest key",
  description: ["Prints the key file as it is, for `habc origin key import` or `hab`."],
  arguments: [origin],
  options: [
    {
      name: "type",
      short: "t",
      value: "TYPE",
      choices: ["public", "secret"],
      default: "public",
      doc: "Which key of the pair",
    },
  ],
  environment: ["HAB_CACHE_KEY_PATH"],
  success: "The key was printed",
  refusals: ["key-missing"],
  examples: [
    { command: "habc origin key export acme", doc: "The public key, for those who verify" },
    { command: "habc origin key export acme --type secret", doc: "The secret key" },
  ],
} as const satisfies CommandSpec;

export const keyListSpec = {
  summary: "List the keys in the key cache",
  description: ["Lists names, revisions and kinds of the keys, never the keys themselves."],
  arguments: [{ ...origin, optional: true, doc: "Only the keys of this origin" }],
  options: [{ ...json, doc: "Print JSON: one object a line" }],
  environment: ["HAB_CACHE_KEY_PATH"],
  success: "The keys were listed; there may be none",
  refusals: [],
  examples: [{ command: "habc origin key list acme", doc: "The keys of acme" }],
} as const satisfies CommandSpec;
