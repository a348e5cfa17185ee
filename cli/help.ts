/** The help texts, made from the declarations of the commands. */
import { diagnosticSpecs } from "../compiler/ir/index.ts";
import type { ArgumentSpec, CommandSpec, OptionSpec } from "./command.ts";
import { allCommands, groups } from "./commands/specs.ts";
import { environmentVariables } from "./environment.ts";
import { list, paragraph, section } from "./help-layout.ts";

const helpOption: OptionSpec = { name: "help", short: "h", doc: "Show this help" };
const versionOption: OptionSpec = { name: "version", short: "V", doc: "Show the version" };

/** The statuses that any command may end with. */
const commonStatuses: readonly (readonly [string, string])[] = [
  ["1", "Refused: the message has a code, which `habc explain` explains"],
  ["2", diagnosticSpecs.usage.title],
  ["70", "A defect of habc"],
  ["130, 143", "Interrupted by Ctrl-C, or by SIGTERM"],
];

/** @returns The help of `habc` itself. */
export function programHelp(): string {
  return [
    paragraph("Compiles plans (plan.ts or plan.sh) and builds them into signed .hart packages."),
    usage("habc [OPTIONS] COMMAND"),
    section("Commands", list(summaries(""))),
    section("Options", list([versionOption, helpOption].map(optionRow))),
    paragraph(
      "`habc help COMMAND` tells all about a command, `habc explain CODE` about a message.",
    ),
  ].join("\n");
}

/** @returns The help of a group of commands, such as `pkg`. */
export function groupHelp(name: string): string {
  return [
    paragraph(`${groups[name] ?? ""}.`),
    usage(`habc ${name} COMMAND`),
    section("Commands", list(summaries(`${name} `))),
    section("Options", list([optionRow(helpOption)])),
  ].join("\n");
}

/** @returns The help of a command. */
export function commandHelp(name: string, spec: CommandSpec): string {
  const line = ["habc", name, "[OPTIONS]", ...spec.arguments.map(argumentUsage)].join(" ");
  const variables = spec.environment.map((each) => [each, environmentVariables[each]] as const);
  const examples = spec.examples.map(({ command, doc }) => `  ${command}\n      ${doc}\n`);
  return [
    paragraph(`${spec.summary}.`),
    usage(line),
    ...spec.description.map(paragraph),
    section("Arguments", list(spec.arguments.map(argumentRow))),
    section("Options", list([...spec.options, helpOption].map(optionRow))),
    section("Environment", list(variables)),
    section("Exit status", list([["0", spec.success], ...statuses(spec)])),
    section("Examples", examples.join("")),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

/** The commands of a group; a group below it is one row. */
function summaries(prefix: string): (readonly [string, string])[] {
  const rows = new Map<string, string>();
  for (const [name, spec] of allCommands) {
    if (!name.startsWith(prefix)) continue;
    const [first = "", ...more] = name.slice(prefix.length).split(" ");
    rows.set(first, more.length === 0 ? spec.summary : (groups[`${prefix}${first}`] ?? ""));
  }
  return [...rows];
}

function usage(line: string): string {
  return `Usage: ${line}\n`;
}

function argumentUsage({ name, optional, repeat }: ArgumentSpec): string {
  const dots = repeat ? `${name}...` : name;
  return optional ? `[${dots}]` : dots;
}

function argumentRow({ name, doc, choices }: ArgumentSpec) {
  return [name, doc + choicesText(choices)] as const;
}

function choicesText(choices: readonly string[] | undefined): string {
  return choices === undefined ? "" : ` [one of: ${choices.join(", ")}]`;
}

function optionRow({ name, short, value, doc, choices, ...option }: OptionSpec) {
  const flags = `${short === undefined ? "    " : `-${short}, `}--${name}`;
  const notes = [
    choicesText(choices),
    option.default === undefined ? "" : ` [default: ${option.default}]`,
    option.repeat ? " (may be repeated)" : "",
  ];
  const shown = option.valueOptional ? `[${value}]` : option.takesRest ? `${value}...` : value;
  return [value === undefined ? flags : `${flags} ${shown}`, doc + notes.join("")] as const;
}

/** Refusals that share a status share a row. */
function statuses({ refusals, statuses: own = [] }: CommandSpec): (readonly [string, string])[] {
  const titles = new Map<string, string[]>();
  for (const code of refusals) {
    const { exitCode = 1, title } = diagnosticSpecs[code];
    titles.set(String(exitCode), [...(titles.get(String(exitCode)) ?? []), title]);
  }
  const rows = [
    ...[...titles].map(([status, all]) => [status, all.join("; ")] as const),
    ...commonStatuses.filter(
      ([status]) => !titles.has(status) && !own.some((other) => other.status === status),
    ),
    ...own.map(({ status, doc }) => [status, doc] as const),
  ];
  // What is no number comes last.
  const order = (status: string) => Number.parseInt(status, 10) || Number.MAX_VALUE;
  return rows.sort(([a], [b]) => order(a) - order(b));
}
