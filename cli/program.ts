/** The argument parser, made from the table of commands. */
import { Argument, CommanderError, Option, Command as Parser } from "commander";
import { HabcError } from "../compiler/ir/index.ts";
import type { CommandSpec, Invocation, OptionSpec } from "./command.ts";
import { allCommands, type CommandName } from "./commands/specs.ts";
import { commandHelp, groupHelp, programHelp } from "./help.ts";
import { version } from "./version.ts";

/** What the arguments ask for: a command with its invocation, or a text to print. */
export type Request =
  | {
      readonly kind: "command";
      readonly name: CommandName;
      readonly spec: CommandSpec;
      readonly invocation: Invocation<CommandSpec>;
    }
  | { readonly kind: "text"; readonly text: string }
  /** A group without a command: its help, and status 2. */
  | { readonly kind: "incomplete"; readonly text: string };

/**
 * @param args The arguments after the program's name.
 * @throws HabcError `usage` where they are not understood.
 */
export function parse(args: readonly string[]): Request {
  let request: Request | undefined;
  let printed = "";
  const configure = (parser: Parser, help: string) =>
    parser
      .exitOverride()
      .enablePositionalOptions()
      .helpCommand(false)
      .helpOption("-h, --help")
      .configureHelp({ formatHelp: () => help })
      .configureOutput({
        writeOut: (text) => {
          printed += text;
        },
        writeErr: (text) => {
          printed += text;
        },
      });
  const root = configure(new Parser("habc"), programHelp()).version(version(), "-V, --version");
  const groups = new Map<string, Parser>([["", root]]);
  const group = (path: readonly string[]): Parser => {
    const name = path.join(" ");
    const known = groups.get(name);
    if (known !== undefined) return known;
    const parser = configure(new Parser(path.at(-1)), groupHelp(name));
    group(path.slice(0, -1)).addCommand(parser);
    groups.set(name, parser);
    return parser;
  };
  for (const [name, spec] of allCommands) {
    const path = name.split(" ");
    const parser = configure(new Parser(path.at(-1)), commandHelp(name, spec));
    declare(parser, spec);
    parser.action(() => {
      request = { kind: "command", name, spec, invocation: invocationOf(parser, spec) };
    });
    group(path.slice(0, -1)).addCommand(parser);
  }
  try {
    root.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: "text", text: printed };
    if (error.code === "commander.help") return { kind: "incomplete", text: printed };
    throw usageError(error);
  }
  if (request === undefined) throw new Error("the parser ended without a request");
  return request;
}

function declare(parser: Parser, spec: CommandSpec): void {
  for (const { name, optional, repeat, choices } of spec.arguments) {
    const dots = repeat ? "..." : "";
    const argument = new Argument(optional ? `[${name}${dots}]` : `<${name}${dots}>`);
    parser.addArgument(choices === undefined ? argument : argument.choices(choices));
  }
  for (const option of spec.options) parser.addOption(parserOption(option));
  if (spec.passThrough) parser.passThroughOptions();
}

function parserOption(spec: OptionSpec) {
  const { name, short, value, choices, repeat, default: fallback } = spec;
  const flags = `${short === undefined ? "" : `-${short}, `}--${name}`;
  const option = new Option(value === undefined ? flags : `${flags} ${valueSyntax(value, spec)}`);
  if (choices !== undefined) option.choices(choices);
  if (repeat) option.argParser((text: string, before: string[] = []) => [...before, text]);
  if (fallback !== undefined) option.default(fallback);
  return option;
}

function valueSyntax(value: string, { takesRest, valueOptional }: OptionSpec): string {
  if (valueOptional) return `[${value}]`;
  return takesRest ? `<${value}...>` : `<${value}>`;
}

function invocationOf(parser: Parser, spec: CommandSpec): Invocation<CommandSpec> {
  const given = spec.arguments.map(({ name }, index) => [name, parser.processedArgs[index]]);
  const options = spec.options.map((option) => {
    const isList = option.repeat || option.takesRest;
    const absent = option.value === undefined ? false : isList ? [] : undefined;
    const declared = parserOption(option);
    const value = parser.getOptionValue(declared.attributeName());
    // Commander takes `--no-x` as the way to make `x` false.
    return [option.name, declared.negate ? value === false : (value ?? absent)];
  });
  return { arguments: Object.fromEntries(given), options: Object.fromEntries(options) };
}

/** Commander's sentence, without its prefix; what it suggests becomes the hint. */
function usageError(error: CommanderError): HabcError {
  const [text = "", guess = ""] = error.message.replace(/^error: /, "").split("\n");
  const [what = "", allowed] = text.split(". Allowed choices are ");
  const [, meant] = /^\(Did you mean (.*)\?\)$/.exec(guess) ?? [];
  const hint =
    allowed !== undefined
      ? `it is one of ${allowed.replace(/\.$/, "")}`
      : meant !== undefined
        ? `did you mean \`${meant}\`?`
        : "`habc help` lists the commands, `habc help COMMAND` their options";
  const message = what.replace(/\.$/, "").replaceAll("'", "`");
  return new HabcError("usage", message.replace("command-argument value ", ""), { hint });
}
