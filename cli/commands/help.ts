import { HabcError } from "../../compiler/ir/index.ts";
import { closestNames } from "../../runtime/store/closest.ts";
import type { Run } from "../command.ts";
import { commandHelp, groupHelp, programHelp } from "../help.ts";
import type { helpSpec } from "./help.spec.ts";
import { allCommands, groups } from "./specs.ts";

/** Shows the help of a command, of a group, or of the program. */
export const run: Run<typeof helpSpec> = async ({ arguments: { COMMAND } }, { stdout }) => {
  stdout.write(helpOf((COMMAND ?? []).join(" ")));
  return 0;
};

function helpOf(name: string): string {
  if (name === "") return programHelp();
  if (groups[name] !== undefined) return groupHelp(name);
  for (const [known, spec] of allCommands) {
    if (known === name) return commandHelp(name, spec);
  }
  const names = [...allCommands.map(([known]) => known), ...Object.keys(groups)];
  const [guess] = closestNames(name, names);
  throw new HabcError("usage", `unknown command \`${name}\``, {
    hint: guess === undefined ? "`habc help` lists the commands" : `did you mean \`${guess}\`?`,
  });
}
